/** The nonce under which the server lets this page add style sheets. */
export const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
