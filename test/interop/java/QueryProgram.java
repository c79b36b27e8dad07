import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;

/**
 * Sends -c messages with keys (each message its own key and one key that all share) and finds them again: by own key, by shared key,
 * by offset message id, by the client's unique id. The index is filled a moment after the send, so queries are repeated until they hit.
 */
public class QueryProgram {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "QueryGroup");
        DefaultMQProducer producer = lab.producer();
        SendResult last = null;
        String shared = "shared" + System.nanoTime();
        for (int i = 0; i < lab.count; i++) {
            Message message = new Message(lab.topic, "TagQ", ("Hello RocketMQ " + i).getBytes(StandardCharsets.UTF_8));
            message.setKeys(List.of(shared + "-" + i, shared));
            last = producer.send(message);
        }
        DefaultMQAdminExt admin = new DefaultMQAdminExt();
        admin.setNamesrvAddr(lab.nameServers);
        admin.start();
        String body = "Hello RocketMQ " + (lab.count - 1);
        long end = System.currentTimeMillis() + 60_000;

        int[] sharedHits = {0};
        boolean bySharedKey = lab.waitUntil(() -> {
            sharedHits[0] = hits(admin, lab.topic, shared, end).size();
            return sharedHits[0] >= Math.min(lab.count, 32);
        });
        List<String> own = hits(admin, lab.topic, shared + "-" + (lab.count - 1), end);
        MessageExt byOffsetId = admin.viewMessage(lab.topic, last.getOffsetMsgId());
        MessageExt byUniqueId = admin.queryMessage("", lab.topic, last.getMsgId());
        int missHits = hits(admin, lab.topic, "no-such-key", end).size();
        lab.put("sharedKeyHits", sharedHits[0]).put("ownKeyBodies", own).put("unknownKeyHits", missHits);
        lab.put("byOffsetId", text(byOffsetId)).put("byUniqueId", text(byUniqueId));
        lab.put("sameOffset", byOffsetId.getCommitLogOffset() == byUniqueId.getCommitLogOffset());
        lab.put("queueOffset", byOffsetId.getQueueOffset()).put("expectedQueueOffset", last.getQueueOffset());
        lab.put("keys", byOffsetId.getKeys()).put("tags", byOffsetId.getTags());
        Lab.close(admin::shutdown);
        Lab.close(producer::shutdown);
        lab.finish(bySharedKey && own.equals(List.of(body)) && body.equals(text(byOffsetId)) && body.equals(text(byUniqueId)) && missHits == 0);
    }

    private static String text(MessageExt message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    private static List<String> hits(DefaultMQAdminExt admin, String topic, String key, long end) throws Exception {
        try {
            QueryResult result = admin.queryMessage(topic, key, 64, 0, end);
            return result.getMessageList().stream().map(QueryProgram::text).collect(Collectors.toList());
        } catch (MQClientException nothingFound) {
            return List.of();
        }
    }
}
