package dev.hawser.internal.time;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The threads of the JVM. The only place that looks for virtual threads (JEP 444), by reflection. */
final class SystemThreads implements Threads {
    /** {@code thread -> thread.isVirtual()}; null where the JDK has none. */
    private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

    /** Makes an unstarted virtual thread of (name, work); null for platform threads. */
    private final @Nullable MethodHandle virtual;

    private SystemThreads(@Nullable MethodHandle virtual) {
        this.virtual = virtual;
    }

    private static @Nullable MethodHandle findIsVirtual() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK " + Runtime.version() + " has no virtual threads", e);
        }
    }

    static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("no telling whether " + thread + " is virtual", e);
        }
    }

    static SystemThreads platform() {
        return new SystemThreads(null);
    }

    static SystemThreads virtual() {
        return new SystemThreads(Runtime.version().feature() >= 21 ? findVirtual() : null);
    }

    /** An executor with a virtual thread for each task; empty where the JDK has none. */
    static Optional<ExecutorService> virtualExecutor(String name) {
        MethodHandle maker = Runtime.version().feature() >= 21 ? findVirtual() : null;
        if (maker == null) {
            return Optional.empty();
        }
        AtomicLong number = new AtomicLong();
        ThreadFactory factory = work -> unstarted(maker, name + " " + number.incrementAndGet(), work);
        try {
            MethodHandle perTask = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newThreadPerTaskExecutor",
                            methodType(ExecutorService.class, ThreadFactory.class));
            return Optional.of((ExecutorService) perTask.invokeExact(factory));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("JDK " + Runtime.version() + " has no executor of virtual threads", e);
        }
    }

    @Override
    public void start(String name, boolean keepsJvmAlive, Runnable work) {
        Thread thread;
        if (virtual != null && !keepsJvmAlive) {
            thread = unstarted(virtual, name, work);
        } else {
            thread = new Thread(null, work, name, 0, false);
            thread.setDaemon(!keepsJvmAlive);
        }
        thread.start();
    }

    private static Thread unstarted(MethodHandle maker, String name, Runnable work) {
        try {
            return (Thread) maker.invokeExact(name, work);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("no virtual thread for " + name, e);
        }
    }

    /** {@code (name, work) -> Thread.ofVirtual().name(name).unstarted(work)}. */
    private static MethodHandle findVirtual() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle make = lookup.findStatic(Thread.class, "ofVirtual", methodType(ofVirtual))
                    .asType(methodType(builder));
            MethodHandle name = lookup.findVirtual(builder, "name", methodType(builder, String.class));
            MethodHandle unstarted = lookup.findVirtual(builder, "unstarted", methodType(Thread.class, Runnable.class));
            MethodHandle named = MethodHandles.collectArguments(name, 0, make);
            return MethodHandles.collectArguments(unstarted, 0, named);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK " + Runtime.version() + " has no virtual threads", e);
        }
    }
}
