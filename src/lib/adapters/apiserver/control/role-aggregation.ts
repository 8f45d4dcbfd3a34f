import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {matchLabelSelector, type ObjectSelector} from '../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import type {Core} from '../rest/core.js'
import type {InternalClient} from './local-client.js'
import {Worklist} from './worklist.js'

const API = 'rbac.authorization.k8s.io/v1'
const ROLES = 'rbac.authorization.k8s.io/clusterroles'

/** Gives ClusterRoles with an aggregationRule the rules of the roles that it selects. */
export function startRoleAggregation(core: Core, client: InternalClient, env: ControlEnv): LocalController {
  const list = new Worklist(env, 'clusterrole-aggregation', () => aggregateAll(client))
  const stop = core.store.subscribe((collection, {old, now}) => {
    if (collection === ROLES && !sameValue(rolePart(old), rolePart(now))) list.add('all')
  })
  list.add('all')
  return {
    close() {
      stop()
      list.close()
    },
  }
}

function rolePart(role: KubeObject | undefined): JsonValue {
  return role ? [role.metadata.labels ?? null, role.rules ?? null, role.aggregationRule ?? null] : null
}

function aggregateAll(client: InternalClient): void {
  const roles = client.list(API, 'ClusterRole')
  for (const role of roles) {
    const rule = role.aggregationRule
    if (!isObject(rule)) continue
    const selectors = (Array.isArray(rule.clusterRoleSelectors) ? rule.clusterRoleSelectors : []) as ObjectSelector[]
    const rules = aggregated(role, roles, selectors)
    if (sameValue(rules, rulesOf(role))) continue
    client.applyNow(
      {apiVersion: API, kind: 'ClusterRole', metadata: {name: role.metadata.name ?? ''}, rules},
      'clusterrole-aggregation-controller',
    )
  }
}

const rulesOf = (role: KubeObject) => (Array.isArray(role.rules) ? role.rules : []) as JsonObject[]

/** Rules of each selector's roles by name; one that is there already is not repeated. */
function aggregated(role: KubeObject, roles: readonly KubeObject[], selectors: readonly ObjectSelector[]): JsonObject[] {
  const others = roles.filter((other) => other.metadata.name !== role.metadata.name)
  const rules: JsonObject[] = []
  for (const selector of selectors) {
    const chosen = others.filter((other) => matchLabelSelector(selector, other.metadata.labels))
    for (const item of chosen.flatMap(rulesOf)) {
      if (!rules.some((known) => sameValue(known, item))) rules.push(item)
    }
  }
  return rules
}
