import {Engine, type Environment, SPRIG} from '../../gotemplate/index.js'

/**
 * The release's name that a template makes, which knows of nothing (`--name-template`).
 * @throws TemplateError
 */
export function nameFromTemplate(text: string, environment: Environment): string {
  const set = new Engine({functions: SPRIG, environment, name: 'name-template'}).set()
  set.parse('name-template', text)
  return set.execute('name-template', undefined)
}
