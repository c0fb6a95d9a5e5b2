package dev.hawser.it.faults;

import dev.hawser.testserver.Fault;
import dev.hawser.testserver.Faults;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RequestHandler;

/** What a server does that misbehaves once. */
final class SecondRequest {
    private SecondRequest() {}

    /** Answers with the path of each request, and gives a fault to the second one on the first connection. */
    static RequestHandler meets(Fault fault) {
        return Faults.seeded(1)
                .oneIn(1, fault)
                .where(request -> request.connectionIndex() == 0 && request.sequenceNumber() == 1)
                .over(request -> MockResponse.of(200, request.path()));
    }
}
