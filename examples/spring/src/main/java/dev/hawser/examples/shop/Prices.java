package dev.hawser.examples.shop;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

/** The other service, as this one calls it. */
interface Prices {
    @GetExchange("/prices/{item}")
    String of(@PathVariable String item);
}
