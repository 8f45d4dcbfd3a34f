import {freezeDeep} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Authenticator} from '../auth/authenticator.js'
import {reviewAttributes} from '../auth/authorize.js'
import type {Rbac} from '../auth/rbac.js'
import type {PolicyRule} from '../auth/rules.js'
import type {FieldError} from '../hooks.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import {decodeBody, type ResourceRequest} from '../request/resource-handler.js'
import {managerOf, timestamp, type User} from '../rest/core.js'
import {writeSettings} from '../rest/options.js'
import {badRequest, invalid} from '../status.js'

/** Answers of the authorization.k8s.io and authentication.k8s.io kinds, which are never stored. */
export class Reviews {
  constructor(
    private readonly rbac: Rbac,
    private readonly authenticator: Authenticator,
  ) {}

  handle(resource: ResourceRequest): ApiAnswer {
    const {core, entry, request, call} = resource
    const settings = writeSettings(request.query, 'CreateOptions')
    const object = decodeBody(resource, entry, settings)
    const answer = this.answer(resource, object)
    const bare = entry.kind === 'SelfSubjectReview' || entry.kind === 'SelfSubjectRulesReview'
    const managed = bare
      ? object
      : core.fields.update(entry, undefined, object, {manager: managerOf(settings, call), now: timestamp(core.clock.now())})
    const metadata = entry.kind === 'SelfSubjectReview' ? {creationTimestamp: timestamp(core.clock.now())} : managed.metadata
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
    const errors = accessErrors(entry.kind, spec, info.namespace)
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

function accessErrors(kind: string, spec: JsonObject, namespace: string): FieldError[] {
  const wrong = (field: string, value: string, text: string): FieldError => ({
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: ${value}: ${text}`,
  })
  const resource = isObject(spec.resourceAttributes) ? spec.resourceAttributes : undefined
  const path = isObject(spec.nonResourceAttributes) ? spec.nonResourceAttributes : undefined
  const errors: FieldError[] = []
  if (resource && path) {
    const shown = JSON.stringify({Path: path.path ?? '', Verb: path.verb ?? ''})
    errors.push(wrong('spec.nonResourceAttributes', shown, 'cannot be specified in combination with resourceAttributes'))
  }
  if (!resource && !path) {
    errors.push(
      wrong('spec.resourceAttributes', 'null', 'exactly one of nonResourceAttributes or resourceAttributes must be specified'),
    )
  }
  if (kind !== 'SelfSubjectAccessReview' && !spec.user && !(Array.isArray(spec.groups) && spec.groups.length > 0)) {
    errors.push(wrong('spec.user', '""', 'at least one of user or group must be specified'))
  }
  if (kind === 'LocalSubjectAccessReview' && resource && (resource.namespace ?? '') !== namespace) {
    errors.push(
      wrong('spec.resourceAttributes.namespace', JSON.stringify(resource.namespace ?? ''), 'must match metadata.namespace'),
    )
  }
  return errors
}
