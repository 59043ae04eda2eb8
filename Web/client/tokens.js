/**
 * Tokens for those who have no account. `post` sends JSON to a path of this origin and resolves with the answer,
 * like `Api.post` of `/shared/api.js`.
 * @typedef {(path: string, body: object) => Promise<any>} Post
 */

/**
 * A guest's token (PROTOCOL.md §1). The secret is the part of an invite link behind the `#`.
 * @param {Post} post
 * @param {{invite: string, name: string}} guest
 * @returns {Promise<string>} rejects with `invite_gone` when the invite ended, was revoked or is used up
 */
export async function guestToken(post, { invite, name }) {
  const { token } = await post("/api/guest", { invite, name });
  return token;
}
