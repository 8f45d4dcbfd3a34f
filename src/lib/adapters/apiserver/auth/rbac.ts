import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {User} from '../rest/core.js'
import type {Store} from '../store/store.js'
import {MASTERS} from './authenticator.js'
import {type Attributes, type PolicyRule, ruleAllows, rulesOf} from './rules.js'

const GROUP = 'rbac.authorization.k8s.io'

export interface Decision {
  readonly allowed: boolean
  readonly reason: string
  /** bindings whose role does not exist */
  readonly error: string
}

/** Rules that hold for a user, and where they come from. */
interface Grant {
  readonly rules: readonly PolicyRule[]
  readonly reason: string
  readonly error: string
}

/** The RBAC authorizer over the stored roles and bindings. Grants of a user are kept until any of them changes. */
export class Rbac {
  private grants = new Map<string, readonly Grant[]>()

  constructor(
    private readonly store: Store,
    private readonly enabled: boolean,
  ) {
    store.subscribe((collection) => {
      if (collection.startsWith(GROUP) && this.grants.size > 0) this.grants = new Map()
    })
  }

  authorize(user: User, wanted: Attributes): Decision {
    if (!this.enabled || user.groups.includes(MASTERS)) return {allowed: true, reason: '', error: ''}
    const errors: string[] = []
    for (const grant of this.grantsOf(user, wanted.namespace)) {
      if (grant.error !== '') errors.push(grant.error)
      if (grant.rules.some((rule) => ruleAllows(rule, wanted))) return {allowed: true, reason: grant.reason, error: ''}
    }
    return {allowed: false, reason: '', error: aggregate(errors)}
  }

  /** What is wrong with the bindings that hold for a user; '' when nothing is. */
  faultsFor(user: User, namespace: string): string {
    return aggregate(this.grantsOf(user, namespace).flatMap(({error}) => (error === '' ? [] : [error])))
  }

  /** Every rule that holds for a user in a namespace ('' = cluster-wide only). */
  rulesFor(user: User, namespace: string): readonly PolicyRule[] {
    return this.grantsOf(user, namespace).flatMap((grant) => grant.rules)
  }

  /** Rules of the role that a binding refers to; undefined when it does not exist. */
  roleRules(reference: JsonObject, namespace: string): readonly PolicyRule[] | undefined {
    const role =
      reference.kind === 'ClusterRole'
        ? this.store.collection(`${GROUP}/clusterroles`).get(`/${String(reference.name)}`)
        : this.store.collection(`${GROUP}/roles`).get(`${namespace}/${String(reference.name)}`)
    return role && rulesOf(role.rules)
  }

  private grantsOf(user: User, namespace: string): readonly Grant[] {
    const id = JSON.stringify([user.name, user.groups, namespace])
    let found = this.grants.get(id)
    if (!found) {
      found = [
        ...this.bound('clusterrolebindings', 'ClusterRoleBinding', '', user),
        ...(namespace === '' ? [] : this.bound('rolebindings', 'RoleBinding', namespace, user)),
      ]
      if (this.grants.size > 1000) this.grants = new Map()
      this.grants.set(id, found)
    }
    return found
  }

  private bound(resource: string, kind: string, namespace: string, user: User): Grant[] {
    const collection = this.store.collection(`${GROUP}/${resource}`)
    return collection.sortedKeys(namespace === '' ? undefined : namespace).flatMap((key) => {
      const binding = collection.get(key)!
      const subject = subjectOf(binding, user, namespace)
      return subject ? [this.grant(binding, kind, namespace, subject)] : []
    })
  }

  private grant(binding: KubeObject, kind: string, namespace: string, subject: JsonObject): Grant {
    const reference = isObject(binding.roleRef) ? binding.roleRef : {}
    const rules = this.roleRules(reference, namespace)
    const role = String(reference.kind)
    const name = String(reference.name)
    if (!rules) return {rules: [], reason: '', error: `${role.toLowerCase()}.${GROUP} "${name}" not found`}
    const where = namespace === '' ? binding.metadata.name : `${binding.metadata.name}/${namespace}`
    return {rules, reason: `RBAC: allowed by ${kind} "${where}" of ${role} "${name}" to ${subjectText(subject)}`, error: ''}
  }
}

/** Several errors as apimachinery's Aggregate prints them, each once. */
function aggregate(errors: readonly string[]): string {
  const all = [...new Set(errors)]
  return all.length > 1 ? `[${all.join(', ')}]` : (all[0] ?? '')
}

function subjectText(subject: JsonObject): string {
  const name = subject.kind === 'ServiceAccount' ? `${String(subject.name)}/${String(subject.namespace)}` : String(subject.name)
  return `${String(subject.kind)} "${name}"`
}

/** The subject of a binding that a user is, if any. */
function subjectOf(binding: KubeObject, user: User, namespace: string): JsonObject | undefined {
  const subjects = Array.isArray(binding.subjects) ? binding.subjects : []
  return subjects.find((subject): subject is JsonObject => {
    if (!isObject(subject)) return false
    if (subject.kind === 'User') return subject.name === user.name
    if (subject.kind === 'Group') return user.groups.includes(String(subject.name))
    if (subject.kind !== 'ServiceAccount') return false
    const home = typeof subject.namespace === 'string' && subject.namespace !== '' ? subject.namespace : namespace
    return user.name === `system:serviceaccount:${home}:${String(subject.name)}`
  })
}
