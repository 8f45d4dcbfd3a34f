import {kubernetesBaseRegistry} from '../../formats/cel/cel.js'
import type {Registry} from '../../formats/cel/registry.js'
import {addAuthorizer} from './authorizer-library.js'
import {addNet} from './net-library.js'
import {addQuantity} from './quantity-library.js'
import {addSemver} from './semver-library.js'
import {addFormats, addRegex, addUrls} from './text-library.js'

/** All functions of Kubernetes 1.36's CEL environment; the variable `authorizer` is there in admission policies only. */
export function kubernetesRegistry(): Registry {
  const registry = kubernetesBaseRegistry()
  addQuantity(registry)
  addNet(registry)
  addUrls(registry)
  addRegex(registry)
  addFormats(registry)
  addSemver(registry)
  addAuthorizer(registry)
  return registry
}
