import {createHelmRepos} from '../../adapters/helmrepo/helm-repos.js'
import {createOciCharts} from '../../adapters/oci/oci-charts.js'
import {createDiskFs} from '../../adapters/system/disk-fs.js'
import {createHttp} from '../../adapters/system/http.js'
import {systemRandom} from '../../adapters/system/random.js'
import {createTasks} from '../../adapters/system/tasks.js'
import {parseJson} from '../../formats/json/parse.js'
import type {JsonValue} from '../../formats/json/value.js'
import type {ChartSource} from '../../ports/charts.js'
import {namedHttp} from './named-http.js'

/** Charts of HTTP repositories and of registries, whose logins are docker's. */
export async function openPublishedCharts(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{http: ChartSource; oci: ChartSource; close(): void}> {
  const tasks = createTasks()
  const http = createHttp(tasks, env)
  const folder = env.DOCKER_CONFIG ?? `${env.HOME ?? ''}/.docker`
  const fs = createDiskFs(tasks, systemRandom)
  let config: JsonValue = null
  try {
    config = parseJson(Buffer.from(await fs.read(`${folder}/config.json`)).toString('utf8'))
  } catch {
    // nobody has logged in
  }
  const named = namedHttp(http)
  return {http: createHelmRepos(named), oci: createOciCharts(named, config), close: () => http.close()}
}
