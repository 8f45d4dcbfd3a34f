import {EMPTY_CONFIG, type TransformerConfig} from '../config/default-config.js'
import {mergeConfigs} from '../config/merge-config.js'
import {KustomizeError} from '../error.js'
import type {Var} from '../kustomization/types.js'
import {varText} from '../names/var-text.js'
import type {Grow} from '../resource/growth.js'
import {ResId} from '../resource/res-id.js'
import {ResMap} from '../resource/res-map.js'

/** What one kustomization has gathered: resources, places to change, vars still to be replaced. */
export class Accumulator {
  readonly map: ResMap
  config: TransformerConfig = EMPTY_CONFIG
  readonly vars = new Map<string, Var>()
  /** where each var stands */
  readonly varPlaces = new Map<Var, () => string>()

  constructor(grow: Grow) {
    this.map = new ResMap(grow)
  }

  mergeConfig(config: TransformerConfig): void {
    this.config = mergeConfigs(this.config, config)
  }

  /** Takes over everything of a base. */
  merge(other: Accumulator): void {
    this.map.appendAll(other.map.resources)
    this.mergeConfig(other.config)
    for (const variable of other.vars.values()) this.#addVar(variable)
    for (const [variable, place] of other.varPlaces) this.varPlaces.set(variable, place)
  }

  #addVar(variable: Var): void {
    if (this.vars.has(variable.name)) throw new KustomizeError(`var '${variable.name}' already encountered`)
    this.vars.set(variable.name, variable)
  }

  /** Remembers vars and marks the resources that they read from. */
  addVars(vars: readonly Var[], placeOf: (index: number) => string): void {
    for (const [i, variable] of vars.entries()) {
      this.varPlaces.set(variable, () => placeOf(i))
      const id = varTarget(variable)
      const matched =
        id.namespace !== '' || id.clusterScoped
          ? this.map.byAnyId(id)
          : this.map.resources.filter((resource) => resource.allIds.some((other) => other.gvknKey === id.gvknKey))
      if (matched.length > 1) {
        throw new KustomizeError(`found ${matched.length} resId matches for var ${varText(variable)} (unable to disambiguate)`)
      }
      matched[0]?.refVarNames.push(variable.name)
    }
    for (const variable of vars) this.#addVar(variable)
  }
}

function varTarget({objref}: Var): ResId {
  let {group, version} = objref
  if (objref.apiVersion !== '') {
    const parts = objref.apiVersion.split('/')
    if (parts.length <= 2) [group, version] = parts.length === 2 ? (parts as [string, string]) : [group, parts[0]!]
  }
  return new ResId(group, version, objref.kind, objref.name, objref.namespace)
}
