import {type ChartPart, textOfParts} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {goErrno} from '../../../errors/go-file.js'
import type {DiskFs} from '../../../ports/files.js'

export interface WrittenChart {
  readonly manifests: readonly ChartPart[]
  readonly hooks: readonly ChartPart[]
}

/**
 * One file per template, as `helm template --output-dir` writes them: what an earlier run left is replaced, but hooks are put after it.
 * @param folder as typed
 * @param absolute the path of a name that was typed
 * @returns what Helm tells
 * @throws FluxError `no-folder`
 */
export async function writtenChart(
  fs: DiskFs,
  folder: string,
  absolute: (path: string) => string,
  {manifests, hooks}: WrittenChart,
): Promise<string> {
  const texts = new Map<string, string>()
  let told = ''
  const take = (part: ChartPart, before: string) => {
    texts.set(part.path, before + textOfParts([part]))
    told += `wrote ${folder}/${part.path}\n`
  }
  for (const part of manifests) take(part, texts.get(part.path) ?? '')
  for (const part of hooks) take(part, texts.get(part.path) ?? (await earlier(fs, absolute(`${folder}/${part.path}`))))
  for (const [path, text] of texts) await write(fs, `${folder}/${path}`, absolute, text)
  return `${told}\n`
}

async function earlier(fs: DiskFs, file: string): Promise<string> {
  if ((await fs.stat(file).catch(() => undefined))?.type !== 'file') return ''
  return Buffer.from(await fs.read(file)).toString('utf8')
}

async function write(fs: DiskFs, file: string, absolute: (path: string) => string, text: string): Promise<void> {
  const folder = file.slice(0, file.lastIndexOf('/'))
  let doing = ''
  try {
    await fs.mkdir(absolute(folder))
    doing = `open ${file}`
    await fs.write(absolute(file), text)
  } catch (error) {
    // Go looks at the folder before it makes it
    const isFile = (error as {code?: string}).code === 'ENOTDIR'
    const what = doing || (isFile ? `stat ${folder}` : `mkdir ${await firstMissing(fs, folder, absolute)}`)
    throw new FluxError('no-folder', `${what}: ${goErrno(error)}`, {cause: error})
  }
}

/** The uppermost folder that is not there: the one that could not be made. */
async function firstMissing(fs: DiskFs, folder: string, absolute: (path: string) => string): Promise<string> {
  const names = folder.split('/')
  for (let end = 1; end < names.length; end++) {
    const path = names.slice(0, end).join('/')
    if (path !== '' && (await fs.stat(absolute(path))) === undefined) return path
  }
  return folder
}
