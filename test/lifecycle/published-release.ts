import {join, resolve} from 'node:path'
import {promisify} from 'node:util'
import {gzip} from 'node:zlib'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {writeTar} from '../../src/lib/formats/archive/write.js'
import {buildTree} from '../../src/lib/install/build-manifests.js'
import {DEFAULT_COMPONENTS} from '../../src/lib/install/components.js'
import {LayeredTree} from '../../src/lib/install/layered-tree.js'
import {ownBase} from '../../src/lib/install/manifest-base.js'

const root = resolve(import.meta.dirname, '../..')

/** `manifests.tar.gz` as CNCF publishes it with a release: ours of now, with older images. */
export async function publishedRelease(version: string): Promise<Uint8Array> {
  const tree = createDiskFs(createTasks(), systemRandom).tree(join(root, 'manifests'))
  const base = ownBase(tree)
  const older = (text: string) => text.replace(/(fluxcd\/[a-z-]+:v\d+\.\d+)\.\d+/g, `$1.${version.split('.')[2]}`)
  const built = async (folder: string) => (await buildTree(tree, folder)).yaml()
  const files = new Map<string, string>([['policies.yaml', await built(base.policies)]])
  for (const name of DEFAULT_COMPONENTS) files.set(`${name}.yaml`, older(await built(base.component(name))))
  const rbac = await Promise.all(base.rbac.map(async (path) => Buffer.from(await tree.read(path)).toString('utf8')))
  files.set('rbac.yaml', rbac.join('---\n'))
  const nothing = {stat: async () => undefined, list: async () => [], read: () => Promise.reject(new Error('no file'))}
  const bytes = new Map([...files].map(([path, text]): [string, Uint8Array] => [path, Buffer.from(text)]))
  return promisify(gzip)(await writeTar(new LayeredTree(nothing, bytes)))
}
