import {CelError} from '../../formats/cel/errors.js'
import type {Registry} from '../../formats/cel/registry.js'
import {Opaque} from '../../formats/cel/values.js'

const PREFIX = 'kubernetes.authorization.'
export const AUTHORIZER = `${PREFIX}Authorizer`
export const RESOURCE_CHECK = `${PREFIX}ResourceCheck`
const PATH_CHECK = `${PREFIX}PathCheck`
const GROUP_CHECK = `${PREFIX}GroupCheck`
const DECISION = `${PREFIX}Decision`

/** What an expression asks the authorizer. */
export interface AccessQuestion {
  readonly verb: string
  /** of a request outside of resources */
  readonly path?: string
  readonly group: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
}

export interface AccessAnswer {
  readonly allowed: boolean
  readonly reason: string
  /** '' when none */
  readonly error: string
}

/** Asks for the requesting user, or for a service account when one is named. */
export type AskAccess = (question: AccessQuestion, account?: {readonly namespace: string; readonly name: string}) => AccessAnswer

const nothing = {group: '', resource: '', subresource: '', namespace: '', name: ''}

/** Values of this library have no fields and are equal to nobody but themselves. */
class Receiver extends Opaque {
  constructor(override readonly typeName: string) {
    super()
  }

  override equals(other: Opaque): boolean {
    return other === this
  }
}

class Authorizer extends Receiver {
  constructor(readonly ask: (question: AccessQuestion) => AccessAnswer) {
    super(AUTHORIZER)
  }
}

/** A path, a group or a resource about which something is to be asked. */
class Check extends Receiver {
  constructor(
    type: string,
    readonly authorizer: Authorizer,
    readonly about: Omit<AccessQuestion, 'verb'>,
  ) {
    super(type)
  }

  with(change: Partial<AccessQuestion>): Check {
    return new Check(RESOURCE_CHECK, this.authorizer, {...this.about, ...change})
  }

  decide(verb: string): Decision {
    return new Decision(this.authorizer.ask({...this.about, verb}))
  }
}

class Decision extends Receiver {
  constructor(readonly answer: AccessAnswer) {
    super(DECISION)
  }
}

/** Accounts by authorizer, for `authorizer.serviceAccount(...)`. */
class RequestAuthorizer extends Authorizer {
  constructor(private readonly access: AskAccess) {
    super((question) => access(question))
  }

  account(namespace: string, name: string): Authorizer {
    return new Authorizer((question) => this.access(question, {namespace, name}))
  }
}

/** The values of `authorizer` and `authorizer.requestResource`. */
export function authorizerValues(ask: AskAccess, request: Omit<AccessQuestion, 'verb'>): {authorizer: Opaque; resource: Opaque} {
  const authorizer = new RequestAuthorizer(ask)
  return {authorizer, resource: new Check(RESOURCE_CHECK, authorizer, request)}
}

function account(authorizer: Authorizer, namespace: string, name: string): Authorizer {
  if (!(authorizer instanceof RequestAuthorizer)) throw new CelError('no such overload')
  return authorizer.account(namespace, name)
}

function path(authorizer: Authorizer, text: string): Check {
  if (text.trim() === '') throw new CelError('path must not be empty')
  return new Check(PATH_CHECK, authorizer, {...nothing, path: text})
}

/** Kubernetes' authorizer functions; admission policies only. */
export function addAuthorizer(registry: Registry): void {
  const resource = (change: (text: string) => Partial<AccessQuestion>) => (check: Check, text: string) => check.with(change(text))
  registry
    .add('path', `${AUTHORIZER}.(string): ${PATH_CHECK}`, path)
    .add('group', `${AUTHORIZER}.(string): ${GROUP_CHECK}`, (authorizer: Authorizer, group: string) => {
      return new Check(GROUP_CHECK, authorizer, {...nothing, group})
    })
    .add('serviceAccount', `${AUTHORIZER}.(string, string): ${AUTHORIZER}`, account)
    .add(
      'resource',
      `${GROUP_CHECK}.(string): ${RESOURCE_CHECK}`,
      resource((text) => ({resource: text})),
    )
    .add(
      'subresource',
      `${RESOURCE_CHECK}.(string): ${RESOURCE_CHECK}`,
      resource((text) => ({subresource: text})),
    )
    .add(
      'namespace',
      `${RESOURCE_CHECK}.(string): ${RESOURCE_CHECK}`,
      resource((text) => ({namespace: text})),
    )
    .add(
      'name',
      `${RESOURCE_CHECK}.(string): ${RESOURCE_CHECK}`,
      resource((text) => ({name: text})),
    )
    // RBAC does not look at selectors
    .add('fieldSelector', `${RESOURCE_CHECK}.(string): ${RESOURCE_CHECK}`, (check: Check) => check)
    .add('labelSelector', `${RESOURCE_CHECK}.(string): ${RESOURCE_CHECK}`, (check: Check) => check)
    .add('check', `${PATH_CHECK}.(string): ${DECISION}`, (check: Check, verb: string) => check.decide(verb))
    .add('check', `${RESOURCE_CHECK}.(string): ${DECISION}`, (check: Check, verb: string) => check.decide(verb))
    .add('errored', `${DECISION}.(): bool`, ({answer}: Decision) => answer.error !== '')
    .add('error', `${DECISION}.(): string`, ({answer}: Decision) => answer.error)
    .add('allowed', `${DECISION}.(): bool`, ({answer}: Decision) => answer.allowed)
    .add('reason', `${DECISION}.(): string`, ({answer}: Decision) => answer.reason)
}
