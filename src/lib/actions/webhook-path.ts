import {createHash} from 'node:crypto'

/** Where notification-controller serves a Receiver; one without a Secret has the token `''`. */
export function webhookPath(token: string, name: string, namespace: string): string {
  return `/hook/${createHash('sha256').update(`${token}${name}${namespace}`).digest('hex')}`
}
