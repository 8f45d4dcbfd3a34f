/** Why a request could not even be made, in client-go's words; the transport names the request. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError'
}
