import {timingSafeEqual} from 'node:crypto'
import {type ApiRequest, header} from '../request/api-request.js'
import type {User} from '../rest/core.js'
import {statusError} from '../status.js'

export const MASTERS = 'system:masters'
export const AUTHENTICATED = 'system:authenticated'
export const ANONYMOUS: User = {name: 'system:anonymous', groups: ['system:unauthenticated']}
export const ADMIN: User = {name: 'admin', uid: 'admin', groups: [MASTERS, AUTHENTICATED]}

/** Reads service account tokens; undefined when a token is none of ours or no longer valid. */
export type TokenReader = (
  token: string,
  audiences?: readonly string[],
) => {readonly user: User; readonly audiences: readonly string[]} | ForOthers | undefined

/** A sound token that is meant for nobody who asks. */
export interface ForOthers {
  readonly meantFor: readonly string[]
}

export function unauthorized(): Error {
  return statusError(401, 'Unauthorized', 'Unauthorized')
}

/** The token of an Authorization header, '' where there is none. */
function bearerToken(text: string): string {
  if (/^Bearer [!-~]+$/.test(text)) return text.slice(7)
  const [scheme = '', token = ''] = text.trim().split(' ')
  return scheme.toLowerCase() === 'bearer' ? token : ''
}

/** Who sends a request: the caller's own identity, a bearer token, or nobody. */
export class Authenticator {
  private readonly admin: Buffer

  constructor(
    adminToken: string,
    private readonly readToken: TokenReader,
    /** Nobody may ask: where everything is allowed, a token is all that keeps others out. */
    private readonly anonymous: boolean,
  ) {
    this.admin = Buffer.from(adminToken)
  }

  authenticate(request: ApiRequest): User {
    if (request.user) return request.user
    // another scheme is nobody's business here, as if nothing had been sent
    const token = bearerToken(header(request, 'authorization'))
    if (token === '') return this.nobody()
    const user = this.userOf(token)
    if (!user) throw unauthorized()
    return user
  }

  private nobody(): User {
    if (!this.anonymous) throw unauthorized()
    return ANONYMOUS
  }

  private userOf(token: string): User | undefined {
    if (this.isAdmin(token)) return ADMIN
    const found = this.readToken(token)
    return found && 'user' in found ? found.user : undefined
  }

  /** The user behind a token, for TokenReview. */
  review(token: string, audiences?: readonly string[]): {user: User; audiences?: readonly string[]} | ForOthers | undefined {
    if (this.isAdmin(token)) return {user: ADMIN}
    return this.readToken(token, audiences)
  }

  private isAdmin(token: string): boolean {
    if (token.length !== this.admin.length) return false
    const bytes = Buffer.from(token)
    return bytes.length === this.admin.length && timingSafeEqual(bytes, this.admin)
  }
}
