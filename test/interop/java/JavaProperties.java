import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What java.util.Properties makes of property files, many in one JVM. Standard input is a row of questions, each a letter, a length
 * (int, big-endian) and so many bytes. L: the bytes of a file, as a broker loads them; the answer is R when they are refused, else M,
 * the number of keys and then key and value in turns, sorted, each as a length in chars and its UTF-16. S: pairs in that same form,
 * without the M; the answer is the length and the bytes that store() writes. The end of input ends the program.
 */
public class JavaProperties {
    public static void main(String[] args) throws IOException {
        DataInputStream questions = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        for (int letter = questions.read(); letter >= 0; letter = questions.read()) {
            byte[] bytes = new byte[questions.readInt()];
            questions.readFully(bytes);
            if (letter == 'L') {
                load(bytes, answers);
            } else {
                store(bytes, answers);
            }
        }
        answers.flush();
    }

    private static void load(byte[] file, DataOutputStream answers) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(file));
        } catch (IllegalArgumentException refused) {
            answers.writeByte('R');
            return;
        }
        Map<String, String> sorted = new TreeMap<>();
        properties.forEach((key, value) -> sorted.put((String) key, (String) value));
        answers.writeByte('M');
        answers.writeInt(sorted.size());
        for (Map.Entry<String, String> entry : sorted.entrySet()) {
            writeText(entry.getKey(), answers);
            writeText(entry.getValue(), answers);
        }
    }

    private static void store(byte[] pairs, DataOutputStream answers) throws IOException {
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(pairs));
        Properties properties = new Properties();
        for (int left = input.readInt(); left > 0; left--) {
            String key = readText(input);
            properties.setProperty(key, readText(input));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        properties.store(file, null);
        answers.writeInt(file.size());
        file.writeTo(answers);
    }

    private static void writeText(String text, DataOutputStream output) throws IOException {
        output.writeInt(text.length());
        output.writeChars(text);
    }

    private static String readText(DataInputStream input) throws IOException {
        char[] chars = new char[input.readInt()];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = input.readChar();
        }
        return new String(chars);
    }
}
