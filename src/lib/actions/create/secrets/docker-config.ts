/** Docker's config file with one login, as Go's encoding/json writes it with an indent of two. */
export function dockerConfig(server: string, username: string, password: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  return JSON.stringify({auths: {[server]: {username, password, auth}}}, undefined, 2).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
