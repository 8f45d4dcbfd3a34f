import type {KubeObject} from '../../ports/kube.js'
import {dockerConfig} from '../create/secrets/docker-config.js'
import {newSecret} from '../create/secrets/secret.js'
import type {RenderOptions} from './render-manifests.js'

/** The Secret that the images are pulled with; undefined without a login for the registry. */
export function pullSecret(
  options: Pick<RenderOptions, 'imagePullSecret' | 'registryCreds' | 'registry' | 'namespace'>,
): KubeObject | undefined {
  const {imagePullSecret: name, registryCreds, registry, namespace} = options
  if (name === '' || registryCreds === '') return undefined
  const [username = '', password = ''] = registryCreds.split(':')
  const data = {'.dockerconfigjson': dockerConfig(registry, username, password)}
  return newSecret({name, namespace, type: 'kubernetes.io/dockerconfigjson'}, data)
}
