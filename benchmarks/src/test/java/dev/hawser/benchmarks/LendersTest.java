package dev.hawser.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.benchmarks.lending.LenderKind;
import dev.hawser.benchmarks.lending.LendingPlan;
import dev.hawser.benchmarks.lending.LendingResult;
import dev.hawser.benchmarks.lending.LendingRun;
import dev.hawser.benchmarks.load.Jvm;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LendersTest {
    @ParameterizedTest
    @EnumSource
    void lendsToMoreThreadsThanItHasConnections(LenderKind pool) throws Exception {
        LendingPlan plan = new LendingPlan(pool, 8, 2, false, 0.1, 0.1);

        LendingResult result = Jvm.run(Jvm.command(List.of(), LendingRun.class, plan.toArguments()), LendingResult::of);

        assertThat(result.borrowings()).isPositive();
        assertThat(result.longestNanos()).isPositive();
    }
}
