import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.rocketmq.tools.command.MQAdminStartup;

/**
 * Apache's mqadmin, many commands in one JVM. Each line of standard input is one command: base64 words parted by blanks, the first
 * the file for its output, the rest its arguments as MQAdminStartup.main takes them. "DONE" on standard output when it has
 * returned, "FAILED" when main threw, as a JVM of its own would have ended with code 1. The command objects are made new for every
 * command, since some keep state. What is printed while no command runs goes to standard error, where the harness looks for it.
 * At the end of input main returns and nothing is forced, so a command that left a thread behind keeps the JVM alive.
 */
public class AdminSession {
    /** Reaches the list of command objects. */
    private static final class Commands extends MQAdminStartup {
        static void forget() {
            SUB_COMMANDS.clear();
        }
    }

    public static void main(String[] args) throws Exception {
        PrintStream replies = System.out;
        PrintStream late = System.err;
        System.setOut(late);
        Hurrier.watch(Thread.currentThread());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            for (int i = 0; i < words.length; i++) {
                words[i] = new String(Base64.getDecoder().decode(words[i]), StandardCharsets.UTF_8);
            }
            String[] command = Arrays.copyOfRange(words, 1, words.length);
            String reply = "DONE";
            try (PrintStream output = output(words[0])) {
                System.setOut(output);
                System.setErr(output);
                Commands.forget();
                try {
                    MQAdminStartup.main0(command, null);
                } catch (Throwable thrown) {
                    thrown.printStackTrace();
                    reply = "FAILED";
                }
                System.setOut(late);
                System.setErr(late);
            }
            replies.println(reply);
            replies.flush();
        }
    }

    private static PrintStream output(String file) throws Exception {
        return new PrintStream(new FileOutputStream(file), true, Charset.defaultCharset().name());
    }
}
