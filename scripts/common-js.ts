import {type OutputFile, transform} from 'esbuild'

const META_URL = "const __metaUrl=require('node:url').pathToFileURL(__filename).href;"

/**
 * A chunk of a split ES bundle as CommonJS, which loads at once, in one thread, and whose bytecode every Node can keep. What is
 * imported later is required later.
 */
export async function commonJs({path, text}: OutputFile): Promise<{path: string; text: string}> {
  const {code} = await transform(text, {
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    target: 'node20',
    supported: {'dynamic-import': false},
    define: {'import.meta.url': '__metaUrl'},
    legalComments: 'none',
  })
  return {path, text: code.includes('__metaUrl') ? META_URL + code : code}
}
