package dev.hawser.doh;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What the test server says as a resolver: fixed records for each type, or whatever a test makes of the question. */
final class Resolver implements RequestHandler {
    private final Map<Integer, Function<Message, MockResponse>> answers = new ConcurrentHashMap<>();

    /** Has questions of a type answered with the records. */
    Resolver answers(int type, Record... records) {
        return says(type, message -> {
            List.of(records).forEach(each -> message.addRecord(each, Section.ANSWER));
        });
    }

    /** Has questions of a type answered with what is made of an answer without records. */
    Resolver says(int type, Consumer<Message> change) {
        return responds(type, question -> {
            Message answer = answerTo(question);
            change.accept(answer);
            return dns(answer.toWire());
        });
    }

    /** Has questions of a type answered with a response. */
    Resolver responds(int type, Function<Message, MockResponse> response) {
        answers.put(type, response);
        return this;
    }

    /** An answer without records. */
    static Message answerTo(Message question) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        return answer;
    }

    static MockResponse dns(byte[] message) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "application/dns-message")
                .body(message)
                .build();
    }

    static Record record(String text) {
        String[] words = text.split(" ");
        try {
            return Record.fromString(
                    Name.fromString(words[0], Name.root),
                    Type.value(words[2]),
                    DClass.IN,
                    Long.parseLong(words[1]),
                    words[3],
                    Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Record[] records(String... texts) {
        List<Record> records = new ArrayList<>();
        for (String text : texts) {
            records.add(record(text));
        }
        return records.toArray(Record[]::new);
    }

    @Override
    public MockResponse handle(RecordedRequest request) {
        try {
            byte[] wire = request.method().equals("POST")
                    ? request.body()
                    : Base64.getUrlDecoder()
                            .decode(Objects.requireNonNull(
                                    Objects.requireNonNull(request.requestUrl()).queryParameter("dns")));
            Message question = new Message(wire);
            return answers.getOrDefault(
                            question.getQuestion().getType(),
                            asked -> dns(answerTo(asked).toWire()))
                    .apply(question);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
