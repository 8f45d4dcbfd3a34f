import type {KubeAccess} from '../../adapters/kube/access/access.js'
import type {DiskFs} from '../../ports/files.js'

/** The same way with the roots that the environment names, to a server whose authority nothing else does. */
export async function withRoots(
  way: KubeAccess,
  env: Readonly<Record<string, string | undefined>>,
  files: Pick<DiskFs, 'read' | 'list'>,
): Promise<KubeAccess> {
  const {ca, insecure} = way.tls
  if (ca !== undefined || insecure || !(env['SSL_CERT_FILE'] || env['SSL_CERT_DIR'])) return way
  const {environmentRoots} = await import('./environment-roots.js')
  const roots = await environmentRoots(env, files)
  return roots === undefined ? way : {...way, tls: {...way.tls, ca: roots}}
}
