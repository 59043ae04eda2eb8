import { ApiError } from "../shared/api.js";

/** Who is calling: asks for the tokens that open the connection, with the host site's identity at first. */
export class Visitor {
  /**
   * The name the host site vouched for.
   * @type {string | undefined}
   */
  name;
  #api;
  #identity;

  /**
   * @param {import("../shared/api.js").Api} api
   * @param {string | undefined} identity
   */
  constructor(api, identity) {
    this.#api = api;
    this.#identity = identity;
  }

  /** An identity is short-lived and is given once; after that the visitor's cookie says the same. */
  async token() {
    const answer = await this.#ask().catch((error) => {
      // A stale identity must not keep anyone from talking: they come as a customer we do not know.
      if (!this.#identity || !(error instanceof ApiError) || error.status === 0 || error.status >= 500 || error.status === 429) throw error;
      this.#identity = undefined;
      return this.#ask();
    });
    this.#identity = undefined;
    if (answer.customer?.verified) this.name = answer.customer.name;
    return /** @type {string} */ (answer.token);
  }

  #ask() {
    return this.#api.post("/api/visitor", this.#identity ? { identity: this.#identity } : {});
  }
}
