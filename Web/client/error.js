/**
 * Why a request failed: a code of PROTOCOL.md §8, or one of the client's own:
 * `connection_lost` (the connection ended before the answer and the request cannot safely be sent again),
 * `timeout`, `not_connected` (the client was never connected, or has stopped).
 */
export class SignalingError extends Error {
  /**
   * @param {string} code
   * @param {string} [message]
   * @param {number} [retryAfterMs]
   * @param {"refuse" | "book" | "callback"} [turnaway]  what is offered to a customer whom a queue does not take
   * @param {string} [greeting]  what to tell that customer
   */
  constructor(code, message = code, retryAfterMs = 0, turnaway, greeting) {
    super(message);
    this.name = "SignalingError";
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.turnaway = turnaway;
    this.greeting = greeting;
  }
}
