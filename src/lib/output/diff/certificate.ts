import {X509Certificate} from 'node:crypto'

const BLOCK = /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n?$/

/** What a PEM text of one certificate says, as flux's report shows it; undefined for any other text. */
export function certificateText(text: string): string | undefined {
  if (!BLOCK.test(text)) return undefined
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(text)
  } catch {
    return undefined
  }
  const subject = fieldsOf(certificate.subject)
  const issuer = fieldsOf(certificate.issuer)
  const number = BigInt(`0x${certificate.serialNumber}`)
  return [
    'Subject:',
    `  Common Name: ${subject('CN')}`,
    `  Organization: ${subject('O')}`,
    `  Organization Unit: ${subject('OU')}`,
    `  Locality: ${subject('L')}`,
    `  State: ${subject('ST')}`,
    `  Country: ${subject('C')}`,
    'Validity Period:',
    `  NotBefore: ${dateOf(certificate.validFrom)}`,
    `  NotAfter: ${dateOf(certificate.validTo)}`,
    `Issuer: ${issuer('CN')}, ${issuer('O')}`,
    `Serial Number: ${number} (0x${number.toString(16)})`,
    '',
  ].join('\n')
}

/** Node gives one `KEY=value` per line. */
function fieldsOf(name: string): (key: string) => string {
  return (key) =>
    (name ?? '')
      .split('\n')
      .filter((line) => line.startsWith(`${key}=`))
      .map((line) => line.slice(key.length + 1))
      .join(', ')
}

/** `Nov 25 22:38:52 2026 GMT` */
function dateOf(text: string): string {
  return text.replace(/ +/g, ' ').replace(/GMT$/, 'UTC')
}
