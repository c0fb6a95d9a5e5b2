package dev.hawser.examples.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the shop answers. */
@RestController
class Offers {
    private final Prices prices;

    Offers(Prices prices) {
        this.prices = prices;
    }

    /** An item with its price. */
    record Offer(String item, String price) {}

    @GetMapping("/offers/{item}")
    Offer offer(@PathVariable String item) {
        return new Offer(item, prices.of(item));
    }
}
