/**
 * Takes the idle seconds out of closing a client. NettyRemotingClient.shutdown waits for the thread that tells channel events, which
 * looks only every 3 s whether it shall end. While the watched thread waits there, and at no other time, that thread is woken;
 * everything a client says to the cluster on closing has been said by then.
 */
final class Hurrier {
    private Hurrier() {
    }

    static void watch(Thread closing) {
        Thread hurrier = new Thread(() -> {
            while (closing.getState() != Thread.State.TERMINATED) {
                Lab.sleep(20);
                if (closing.getState() == Thread.State.TIMED_WAITING && closesClient(closing)) {
                    wakeEventThreads();
                }
            }
        });
        hurrier.setDaemon(true);
        hurrier.start();
    }

    private static boolean closesClient(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().endsWith(".NettyRemotingClient") && frame.getMethodName().equals("shutdown")) {
                return true;
            }
        }
        return false;
    }

    private static void wakeEventThreads() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("NettyEventExecutor") && thread.getState() == Thread.State.TIMED_WAITING) {
                thread.interrupt();
            }
        }
    }
}
