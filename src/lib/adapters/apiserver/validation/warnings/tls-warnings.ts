import {keyPairFault} from '../../../../formats/pem/key-pair-fault.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'

/** Whether the certificate and the key of a TLS secret belong together. */
export function tlsWarnings({type, data}: Go['Secret']): string[] {
  if (type !== 'kubernetes.io/tls') return []
  const text = (key: string) => Buffer.from(data?.[key] ?? '', 'base64').toString('latin1')
  const fault = keyPairFault(text('tls.crt'), text('tls.key'))
  return fault === undefined ? [] : [fault]
}
