import {goQuote} from '../../../errors/go-quote.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Authenticator} from '../auth/authenticator.js'
import {reviewAttributes} from '../auth/authorize.js'
import type {Rbac} from '../auth/rbac.js'
import type {PolicyRule} from '../auth/rules.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import {decodeBody, type ResourceRequest} from '../request/resource-handler.js'
import {managerOf, timestamp, type User} from '../rest/core.js'
import {writeSettings} from '../rest/options.js'
import {badRequest, invalid} from '../status.js'
import {accessFaults, unreadable} from './access-faults.js'

/** Answers of the authorization.k8s.io and authentication.k8s.io kinds, which are never stored. */
export class Reviews {
  constructor(
    private readonly rbac: Rbac,
    private readonly authenticator: Authenticator,
  ) {}

  handle(resource: ResourceRequest): ApiAnswer {
    const {core, entry, request, call} = resource
    const settings = writeSettings(request.query, 'CreateOptions')
    const sent = decodeBody(resource, entry, settings)
    checkNamespace(resource, sent)
    const object = withoutPlace(resource, sent)
    const bare = entry.kind === 'SelfSubjectReview' || entry.kind === 'SelfSubjectRulesReview'
    const managed = bare
      ? object
      : core.fields.update(entry, undefined, object, {manager: managerOf(settings, call), now: timestamp(core.clock.now())})
    const answer = this.answer(resource, managed)
    const metadata =
      entry.kind === 'SelfSubjectReview' ? {creationTimestamp: timestamp(core.clock.now())} : placed(resource, managed)
    return respond({
      status: 201,
      body: freezeDeep({...managed, metadata, ...answer}),
      warnings: call.warnings,
    })
  }

  private answer(resource: ResourceRequest, object: KubeObject): JsonObject {
    switch (resource.entry.kind) {
      case 'SelfSubjectReview':
        return {status: {userInfo: userInfo(resource.call.user)}}
      case 'TokenReview':
        return {status: this.token(object)}
      case 'SelfSubjectRulesReview':
        return {spec: {}, status: this.rules(resource.call.user, object)}
      default:
        return {status: this.access(resource, object)}
    }
  }

  private access({entry, info, call}: ResourceRequest, object: KubeObject): JsonObject {
    const spec: JsonObject = isObject(object.spec) ? object.spec : {}
    const errors = accessFaults(entry.kind, object.metadata, spec, info.namespace)
    if (errors.length > 0) throw invalid({group: entry.group, kind: ''}, '', errors)
    const subject = entry.kind === 'SelfSubjectAccessReview' ? call.user : subjectOf(spec)
    const decision = this.rbac.authorize(subject, reviewAttributes(spec)!)
    return {
      allowed: decision.allowed,
      ...(decision.error === ''
        ? decision.reason === ''
          ? {}
          : {reason: decision.reason}
        : {reason: `RBAC: ${decision.error}`}),
      ...unreadable(spec),
    }
  }

  private token(object: KubeObject): JsonObject {
    const spec: JsonObject = isObject(object.spec) ? object.spec : {}
    if (typeof spec.token !== 'string' || spec.token === '') {
      throw badRequest('token is required for TokenReview in authentication')
    }
    const audiences = Array.isArray(spec.audiences) ? spec.audiences.map(String) : undefined
    const found = this.authenticator.review(spec.token, audiences)
    if (!found) return {user: {}, error: 'invalid bearer token'}
    if ('meantFor' in found) {
      const [own, asked] = [found.meantFor, audiences ?? []].map((list) => list.map(goQuote).join(' '))
      const text = `token audiences [${own}] is invalid for the target audiences [${asked}]`
      return {user: {}, error: `[invalid bearer token, ${text}]`}
    }
    return {authenticated: true, user: userInfo(found.user), ...(found.audiences ? {audiences: [...found.audiences]} : {})}
  }

  private rules(user: User, object: KubeObject): JsonObject {
    const spec: JsonObject = isObject(object.spec) ? object.spec : {}
    if (typeof spec.namespace !== 'string' || spec.namespace === '') throw badRequest('no namespace on request')
    const rules = this.rbac.rulesFor(user, spec.namespace)
    const error = this.rbac.faultsFor(user, spec.namespace)
    return {
      resourceRules: rules.filter((rule) => rule.resources.length > 0).map(resourceRule),
      nonResourceRules: rules
        .filter((rule) => rule.nonResourceURLs.length > 0)
        .map((rule) => ({verbs: [...rule.verbs], nonResourceURLs: [...rule.nonResourceURLs]})),
      incomplete: false,
      ...(error === '' ? {} : {evaluationError: error}),
    }
  }
}

function resourceRule(rule: PolicyRule): JsonObject {
  return {
    verbs: [...rule.verbs],
    apiGroups: [...rule.apiGroups],
    resources: [...rule.resources],
    ...(rule.resourceNames.length > 0 ? {resourceNames: [...rule.resourceNames]} : {}),
  }
}

function userInfo(user: User): JsonObject {
  const extra = user.extra && Object.fromEntries(Object.entries(user.extra).map(([key, values]) => [key, [...values]]))
  return {
    username: user.name,
    ...(user.uid === undefined ? {} : {uid: user.uid}),
    groups: [...user.groups],
    ...(extra ? {extra} : {}),
  }
}

function subjectOf(spec: JsonObject): User {
  return {
    name: typeof spec.user === 'string' ? spec.user : '',
    groups: Array.isArray(spec.groups) ? spec.groups.map(String) : [],
  }
}

function checkNamespace({info}: ResourceRequest, {metadata}: KubeObject): void {
  if (!metadata.namespace || info.namespace === '' || metadata.namespace === info.namespace) return
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
}

/** What was asked in a namespace is answered there. */
/** A namespace means nothing to a kind without one. */
function withoutPlace({info}: ResourceRequest, object: KubeObject): KubeObject {
  if (info.namespace !== '' || object.metadata.namespace === undefined) return object
  const {namespace: _, ...metadata} = object.metadata
  return {...object, metadata}
}

function placed({info}: ResourceRequest, {metadata}: KubeObject): KubeObject['metadata'] {
  return info.namespace === '' ? metadata : {namespace: info.namespace, ...metadata}
}
