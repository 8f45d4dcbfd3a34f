import {FluxError, messageOf} from '../../../../errors/flux-error.js'
import {goQuote} from '../../../../errors/go-quote.js'
import {readDistinguishedName} from './distinguished-name.js'
import type {TrustPolicyDocument, TrustStatement} from './shape.js'

const LEVELS = ['strict', 'permissive', 'audit', 'skip']
const CHECKS = ['integrity', 'authenticity', 'authenticTimestamp', 'expiry', 'revocation']
const ACTIONS = ['enforce', 'log', 'skip']
const STORES = ['ca', 'signingAuthority', 'tsa']

const fault = (words: string) => new FluxError('bad-trust-policy', words)
const goList = (words: readonly string[]) => `[${words.map((word) => goQuote(word)).join(' ')}]`

/**
 * Checks a trust policy document after the specification of the Notary Project, version 1.0.
 * @throws FluxError `bad-trust-policy` for the first rule that is broken
 */
export function checkTrustPolicy(document: TrustPolicyDocument): void {
  const {version, trustPolicies} = document
  if (version === '') throw fault('trust policy document has empty version, version must be specified')
  if (version !== '1.0') throw fault(`trust policy document uses unsupported version ${goQuote(version)}`)
  if (trustPolicies.length === 0) throw fault('trust policy document can not have zero trust policy statements')
  const names = new Set<string>()
  for (const statement of trustPolicies) {
    if (names.has(statement.name)) {
      const name = goQuote(statement.name)
      throw fault(`multiple trust policy statements use the same name ${name}, statement names must be unique`)
    }
    checkStatement(statement)
    names.add(statement.name)
  }
  checkScopes(trustPolicies)
}

function checkStatement(statement: TrustStatement): void {
  if (statement.name === '') {
    throw fault('trust policy: a trust policy statement is missing a name, every statement requires a name')
  }
  const refuse = (words: string) => fault(`trust policy: trust policy statement ${goQuote(statement.name)} ${words}`)
  const {level, verifyTimestamp} = statement.signatureVerification
  const wrong = levelFault(statement.signatureVerification)
  if (wrong) throw refuse(`has invalid signatureVerification: ${wrong}`)
  if (!['', 'always', 'afterCertExpiry'].includes(verifyTimestamp)) {
    const rule = `verifyTimestamp must be "always" or "afterCertExpiry", but got ${goQuote(verifyTimestamp)}`
    throw refuse(`has invalid signatureVerification: ${rule}`)
  }
  const {trustStores, trustedIdentities} = statement
  if (level === 'skip') {
    if (trustStores.length === 0 && trustedIdentities.length === 0) return
    const rule = 'remove them if signature verification needs to be skipped'
    throw refuse(`is set to skip signature verification but configured with trust stores and/or trusted identities, ${rule}`)
  }
  if (trustStores.length === 0 || trustedIdentities.length === 0) {
    throw refuse('is either missing trust stores or trusted identities, both must be specified')
  }
  for (const store of trustStores) checkStore(store, refuse)
  checkIdentities(trustedIdentities, refuse)
}

type Refuse = (words: string) => FluxError

function levelFault(verification: TrustStatement['signatureVerification']): string | undefined {
  const {level, override} = verification
  if (level === '') return 'signature verification level is empty or missing in the trust policy statement'
  if (!LEVELS.includes(level)) return `invalid signature verification level ${goQuote(level)}`
  const overrides = Object.entries(override)
  if (overrides.length > 0 && level === 'skip') {
    return `signature verification level ${goQuote(level)} can't be used to customize signature verification`
  }
  for (const [check, action] of overrides) {
    const custom = 'in custom signature verification is not supported, supported values are'
    if (!CHECKS.includes(check)) return `verification type ${goQuote(check)} ${custom} ${goList(CHECKS)}`
    if (!ACTIONS.includes(action)) return `verification action ${goQuote(action)} ${custom} ${goList(ACTIONS)}`
    const forbidden = check === 'integrity' ? 'overridden' : check !== 'revocation' && action === 'skip' ? 'skipped' : undefined
    if (forbidden) return `${goQuote(check)} verification can not be ${forbidden} in custom signature verification`
  }
  return undefined
}

function checkStore(store: string, refuse: Refuse): void {
  const colon = store.indexOf(':')
  if (colon < 0) {
    throw refuse(`has malformed trust store value ${goQuote(store)}. The required format is <TrustStoreType>:<TrustStoreName>`)
  }
  const [type, name] = [store.slice(0, colon), store.slice(colon + 1)]
  const inValue = `in trust store value ${goQuote(store)}`
  if (!STORES.includes(type)) throw refuse(`uses an unsupported trust store type ${goQuote(type)} ${inValue}`)
  if (!/^[a-zA-Z0-9_.-]+$/.test(name)) {
    const rule = 'Named store name needs to follow [a-zA-Z0-9_.-]+ format'
    throw refuse(`uses an unsupported trust store name ${goQuote(name)} ${inValue}. ${rule}`)
  }
}

function checkIdentities(identities: readonly string[], refuse: Refuse): void {
  if (identities.length > 1 && identities.includes('*')) {
    const rule = 'a wildcard identity cannot be used in conjunction with other values'
    throw refuse(`uses a wildcard trusted identity '*', ${rule}`)
  }
  const subjects: {identity: string; names: ReadonlyMap<string, string>}[] = []
  for (const identity of identities) {
    if (identity === '') throw refuse('has an empty trusted identity')
    if (identity === '*') continue
    const colon = identity.indexOf(':')
    if (colon < 0) throw refuse(`has trusted identity ${goQuote(identity)} missing separator`)
    if (identity.slice(0, colon) !== 'x509.subject') continue
    const value = identity.slice(colon + 1)
    if (value === '') throw refuse(`has trusted identity ${goQuote(identity)} without an identity value`)
    try {
      subjects.push({identity, names: readDistinguishedName(value)})
    } catch (error) {
      throw refuse(`has trusted identity ${goQuote(identity)} with invalid identity value: ${messageOf(error)}`)
    }
  }
  for (const one of subjects) {
    const other = subjects.find((subject) => subject !== one && isSubset(one.names, subject.names))
    if (other) {
      const pair = `${goQuote(one.identity)} overlaps with ${goQuote(other.identity)}`
      throw refuse(`has overlapping x509 trustedIdentities, ${pair}`)
    }
  }
}

function isSubset(part: ReadonlyMap<string, string>, whole: ReadonlyMap<string, string>): boolean {
  return [...part].every(([key, value]) => (whole.get(key) ?? '') === value)
}

const DOMAIN = /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*(:[0-9]+)?$/
const PATH_PART = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/

function checkScopes(statements: readonly TrustStatement[]): void {
  const seen = new Map<string, number>()
  for (const {name, registryScopes} of statements) {
    const shown = `trust policy statement ${goQuote(name)}`
    if (registryScopes.length === 0) {
      throw fault(`${shown} has zero registry scopes, it must specify registry scopes with at least one value`)
    }
    if (registryScopes.length > 1 && registryScopes.includes('*')) {
      const rule = 'a wildcard scope cannot be used in conjunction with other scope values'
      throw fault(`${shown} uses wildcard registry scope '*', ${rule}`)
    }
    for (const scope of registryScopes) {
      if (scope !== '*') checkScope(scope)
      seen.set(scope, (seen.get(scope) ?? 0) + 1)
    }
  }
  const twice = [...seen].find(([, count]) => count > 1)?.[0]
  if (twice !== undefined) {
    const rule = 'one registry scope value can only be associated with one statement'
    throw fault(`registry scope ${goQuote(twice)} is present in multiple trust policy statements, ${rule}`)
  }
}

function checkScope(scope: string): void {
  const rule =
    'make sure it is a fully qualified repository without the scheme, protocol or tag. For example domain.com/my/repository or a local scope like local/myOCILayout'
  if (scope.length > 1 && scope.includes('*')) {
    throw fault(`registry scope ${goQuote(scope)} with wild card(s) is not valid, ${rule}`)
  }
  const [domain = '', ...path] = scope.split('/')
  if (!DOMAIN.test(domain) || path.length === 0 || !path.every((part) => PATH_PART.test(part))) {
    throw fault(`registry scope ${goQuote(scope)} is not valid, ${rule}`)
  }
}
