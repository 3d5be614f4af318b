/** Codes of Node and OpenSSL for a certificate that is refused. */
const ofCertificate = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;
/** The same for a protocol that the other side does not speak. */
const ofProtocol = /^(ERR_SSL_|ERR_OSSL_|EPROTO)/;

/** Remedy for an encrypted connection to a server that is refused, by the code of the error; null for another error.
 *  @param texts `server` names it, and `trust` says how its authority is named */
export function tlsRemedy(code: string, { server, trust }: { server: string; trust: string }): string | null {
  if (code === 'CERT_HAS_EXPIRED')
    return `Renew the certificate of ${server}, or set the clock of this machine.`;
  if (code === 'CERT_NOT_YET_VALID')
    return `Set the clock of this machine, or give ${server} a certificate that is valid now.`;
  if (code === 'CERT_REVOKED') return `Give ${server} a certificate that is not revoked.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH')
    return `Name ${server} by a host that its certificate is for, or give it a certificate for this host.`;
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT')
    return `The certificate of ${server} is signed by itself. If it is the right one, trust it: ${trust}.`;
  if (ofCertificate.test(code)) return `If its authority is the right one, trust it: ${trust}.`;
  if (ofProtocol.test(code))
    return `Make ${server} and this machine agree on a version of TLS, or correct the port.`;
  return null;
}
