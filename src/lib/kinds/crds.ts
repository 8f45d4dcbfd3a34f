import type {KubeObject} from '../ports/kube.js'
import {CRDS_JSON} from './crds.gen.js'

/** The CustomResourceDefinitions of all our kinds, as `flux run --embedded` and `install` apply them. A fresh copy. */
export function crds(): KubeObject[] {
  return JSON.parse(CRDS_JSON)
}
