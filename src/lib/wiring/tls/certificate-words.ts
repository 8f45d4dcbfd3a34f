import {checkServerIdentity, type PeerCertificate} from 'node:tls'
import {otherNames} from '../../errors/go-tls.js'
import {knowingAddresses} from '../../formats/pem/server-identity.js'
import {rfc3339} from '../../formats/time/local-time.js'
import type {Clock} from '../../ports/clock.js'

const checkIdentity = knowingAddresses(checkServerIdentity)

/** What of a certificate decides before anybody asks who signed it. */
export type Presented = Pick<PeerCertificate, 'subject' | 'subjectaltname' | 'valid_from' | 'valid_to'>

/**
 * Why Go's x509 refuses a certificate, in its words, without a look at who signed it: the dates come first, then the name.
 * Undefined when both are fine.
 */
export function certificateFault(certificate: Presented, name: string, clock: Pick<Clock, 'now' | 'zone'>): string | undefined {
  return dateFault(certificate, clock) ?? nameFault(certificate, name)
}

function dateFault({valid_from: from, valid_to: to}: Presented, clock: Pick<Clock, 'now' | 'zone'>): string | undefined {
  const now = clock.now()
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const head = `certificate has expired or is not yet valid: current time ${rfc3339(now, clock.zone)} is`
  if (now < start) return `${head} before ${rfc3339(start, undefined)}`
  return now > end ? `${head} after ${rfc3339(end, undefined)}` : undefined
}

function nameFault(certificate: Presented, name: string): string | undefined {
  const {subjectaltname: alternatives} = certificate
  const fits = checkIdentity(name, certificate as PeerCertificate) === undefined
  // node still goes by the common name of such a certificate
  if (fits && alternatives === undefined) return 'certificate relies on legacy Common Name field, use SANs instead'
  return fits ? undefined : otherNames(alternatives ?? '', name)
}
