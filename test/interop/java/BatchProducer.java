import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;

/** -c messages in batches of -b (default 50). One answer a batch names every message, so the ids are split and counted. */
public class BatchProducer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "BatchProducerGroup");
        int size = lab.number("-b", 50);
        DefaultMQProducer producer = lab.producer();
        Set<String> ids = new HashSet<>();
        Set<String> offsetIds = new HashSet<>();
        int ok = 0;
        for (int from = 0; from < lab.count; from += size) {
            List<Message> batch = new ArrayList<>();
            for (int i = from; i < Math.min(from + size, lab.count); i++) {
                batch.add(new Message(lab.topic, "TagB", "batch" + i, ("Hello RocketMQ " + i).getBytes(StandardCharsets.UTF_8)));
            }
            SendResult result = producer.send(batch);
            System.out.println(result);
            ok += result.getSendStatus() == SendStatus.SEND_OK ? batch.size() : 0;
            ids.addAll(List.of(result.getMsgId().split(",")));
            offsetIds.addAll(List.of(result.getOffsetMsgId().split(",")));
        }
        Lab.close(producer::shutdown);
        lab.put("ok", ok).put("distinctIds", ids.size()).put("distinctOffsetIds", offsetIds.size());
        lab.finish(ok == lab.count && ids.size() == lab.count && offsetIds.size() == lab.count);
    }
}
