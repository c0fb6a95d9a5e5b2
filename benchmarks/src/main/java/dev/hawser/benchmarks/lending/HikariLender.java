package dev.hawser.benchmarks.lending;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** HikariCP over connections that answer everything. */
final class HikariLender implements Lender<Connection> {
    private final HikariDataSource pool;

    HikariLender(int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(new Nowhere());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(TimeUnit.MINUTES.toMillis(1));
        pool = new HikariDataSource(config);
    }

    @Override
    public Connection borrow() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void giveBack(Connection borrowed) throws SQLException {
        borrowed.close();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Makes connections that lead nowhere. */
    private static final class Nowhere implements DataSource {
        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> answer(method.getReturnType()));
        }

        private static @Nullable Object answer(Class<?> type) {
            if (type == boolean.class) {
                return true;
            }
            return type == int.class ? 0 : null;
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("nothing to unwrap");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
