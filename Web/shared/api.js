/** What a call to the server's HTTP interface failed with; `code` is stable, `message` is for people who read logs. */
export class ApiError extends Error {
  /**
   * @param {string} code  a code of the server, or `network` when there was no answer
   * @param {string} message
   * @param {number} status  0 when there was no answer
   * @param {number} retryAfterMs
   * @param {any} details  what else the server said about it
   */
  constructor(code, message, status, retryAfterMs = 0, details = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.details = details;
  }
}

/** JSON over HTTP to this origin. It remembers the CSRF token that login and `/api/me` give. */
export class Api {
  /** The token sent as `X-CSRF-Token` with each state-changing call. */
  csrf = "";

  /**
   * @param {string} path
   * @returns {Promise<any>}
   */
  get(path) {
    return this.#call("GET", path, undefined);
  }

  /**
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  post(path, body = {}) {
    return this.#call("POST", path, body);
  }

  /**
   * @param {string} path
   * @param {object} body
   * @returns {Promise<any>}
   */
  put(path, body) {
    return this.#call("PUT", path, body);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object | undefined} body
   */
  async #call(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { accept: "application/json" };
    if (body) headers["content-type"] = "application/json";
    if (body && this.csrf) headers["x-csrf-token"] = this.csrf;
    const response = await fetch(path, {
      method, headers, body: body && JSON.stringify(body), credentials: "same-origin", cache: "no-store",
    }).catch((error) => {
      throw new ApiError("network", String(error), 0);
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      const { code = "internal", message = response.statusText, retryAfterMs = 0 } = answer.error ?? {};
      throw new ApiError(code, message, response.status, retryAfterMs, answer.error);
    }
    if (typeof answer.csrf === "string") this.csrf = answer.csrf;
    return answer;
  }
}
