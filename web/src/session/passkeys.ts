import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { api, answer } from '../api/client.ts';

/** Whether this browser offers passkeys here: they belong to a name, not to the number of a machine. */
export function offersPasskeys(): boolean {
  return 'PublicKeyCredential' in globalThis && !/^[\d.:[\]]+$/.test(globalThis.location.hostname);
}

/** Signs in by a passkey of the device; the browser asks which. @throws Problem, or Error when the person gives up */
export async function signInByPasskey(remember: boolean): Promise<void> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const options = await answer(api.POST('/api/session/passkey/options'));
  const credential = await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
  await answer(api.POST('/api/session/passkey', { body: { credential, remember } }));
}

/** Has the browser make a passkey and adds it to my account. @throws Problem, or Error when the person gives up */
export async function addPasskey(name: string): Promise<void> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const options = await answer(api.POST('/api/me/passkeys/options'));
  const credential = await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON });
  await answer(api.POST('/api/me/passkeys', { body: { credential, name } }));
}

/** Whether the person closed the question of the browser, which is nothing to complain of. */
export function gaveUp(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}
