import { ApiError } from "../shared/api.js";
import { forgetCallbackLink } from "./callback-link.js";

/** Who is calling: asks for the tokens that open the connection, with the host site's identity at first. */
export class Visitor {
  /**
   * The name the host site vouched for.
   * @type {string | undefined}
   */
  name;
  /** Whether the customer opened the link of a call back, and has not yet been heard of here. */
  comesByLink = false;
  /** That link leads nowhere any more. */
  linkIsOver = false;
  #api;
  #identity;
  #link;

  /**
   * @param {import("../shared/api.js").Api} api
   * @param {string | undefined} identity
   * @param {string} link  the secret of a call back's letter; "" without one
   */
  constructor(api, identity, link) {
    this.#api = api;
    this.#identity = identity;
    this.#link = link;
    this.comesByLink = link !== "";
  }

  /** An identity is short-lived and is given once; after that the visitor's cookie says the same. */
  async token() {
    const called = this.#link === "" ? null : await this.#calledBack();
    if (called !== null) return called;
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

  /** Whoever has the letter's link is its customer, until their call is over. */
  async #calledBack() {
    try {
      return /** @type {string} */ ((await this.#api.post("/api/callback", { link: this.#link })).token);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 404 && error.status !== 400)) throw error;
      this.#link = "";
      this.linkIsOver = this.comesByLink;
      this.comesByLink = false;
      forgetCallbackLink();
      return null;
    }
  }

  #ask() {
    return this.#api.post("/api/visitor", this.#identity ? { identity: this.#identity } : {});
  }
}
