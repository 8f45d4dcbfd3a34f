import type {KubeObject} from '../../../ports/kube.js'

/** A stored object that a token stands for or is bound to, as long as it is there. */
export type FindObject = (apiVersion: string, kind: string, namespace: string, name: string) => KubeObject | undefined
