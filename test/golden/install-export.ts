/**
 * The documents of an export, those of CustomResourceDefinitions down to their metadata: their descriptions are ours, and
 * `test/contract/crds.test.ts` compares the rest.
 */
export function withoutDefinitions(text: string): string[] {
  return text.split(/(?<=^|\n)---\n/).map((document) => {
    if (!/^kind: CustomResourceDefinition$/m.test(document)) return document
    return `${document.slice(0, document.indexOf('\nspec:'))}\n`
  })
}
