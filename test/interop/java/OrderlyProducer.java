import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;

/**
 * -c messages spread over -o orders (default 10); all of one order go to one queue through a selector. Body: "order:step", steps from 0.
 */
public class OrderlyProducer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "OrderlyProducerGroup");
        int orders = lab.number("-o", 10);
        DefaultMQProducer producer = lab.producer();
        Map<String, Integer> queues = new TreeMap<>();
        int ok = 0;
        for (int i = 0; i < lab.count; i++) {
            int order = i % orders;
            byte[] body = (order + ":" + i / orders).getBytes(StandardCharsets.UTF_8);
            SendResult result = producer.send(new Message(lab.topic, "TagO", "order" + order, body),
                (all, message, argument) -> all.get((Integer) argument % all.size()), order);
            ok += result.getSendStatus() == SendStatus.SEND_OK ? 1 : 0;
            Lab.increment(queues, result.getMessageQueue().getBrokerName() + ":" + result.getMessageQueue().getQueueId());
        }
        Lab.close(producer::shutdown);
        lab.put("ok", ok).put("queues", queues);
        lab.finish(ok == lab.count);
    }
}
