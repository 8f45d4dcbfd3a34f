import type {GoType} from './types.js'

/** What the functions that make certificates give: PEM texts. */
export const CERTIFICATE: GoType = {name: 'sprig.certificate', kind: 'struct', fields: ['Cert', 'Key']}
