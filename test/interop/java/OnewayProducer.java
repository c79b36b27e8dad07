import java.nio.charset.StandardCharsets;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;

/** One-way sends: no answer, so only a consumer can tell whether they arrived. One synchronous send first makes the topic. */
public class OnewayProducer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "OnewayProducerGroup");
        DefaultMQProducer producer = lab.producer();
        producer.send(new Message(lab.topic, "TagA", "Hello RocketMQ 0".getBytes(StandardCharsets.UTF_8)));
        for (int i = 1; i < lab.count; i++) {
            producer.sendOneway(new Message(lab.topic, "TagA", ("Hello RocketMQ " + i).getBytes(StandardCharsets.UTF_8)));
        }
        Lab.sleep(500); // shutdown closes the connections; what the kernel still holds must leave before
        Lab.close(producer::shutdown);
        lab.put("sent", lab.count);
        lab.finish(true);
    }
}
