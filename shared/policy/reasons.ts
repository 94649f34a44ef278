import { type ReasonWords, reasonWords } from '../phi/reasons.ts';

const table = {
  'phi-unprotected': [
    'Patient information would leave without encryption.',
    'Saldr\u00eda informaci\u00f3n de pacientes sin cifrar.',
  ],
  'phi-possible-unprotected': [
    'This may hold patient information and would leave without encryption.',
    'Esto puede contener informaci\u00f3n de pacientes y saldr\u00eda sin cifrar.',
  ],
  'sensitive-unprotected': [
    'A specially protected health topic would leave without encryption.',
    'Un tema de salud especialmente protegido saldr\u00eda sin cifrar.',
  ],
  'bulk-unprotected': [
    'Information about more than one patient would leave without encryption.',
    'Saldr\u00eda sin cifrar informaci\u00f3n de m\u00e1s de un paciente.',
  ],
  'phi-in-subject': [
    'The subject holds patient information, and subjects are not encrypted. Move it into the message.',
    'El asunto contiene informaci\u00f3n de pacientes, y los asuntos no se cifran. P\u00e1selo al texto del mensaje.',
  ],
  'possible-phi-in-subject': [
    'The subject may hold patient information, and subjects are not encrypted.',
    'El asunto puede contener informaci\u00f3n de pacientes, y los asuntos no se cifran.',
  ],
  'protection-dropped': [
    'The message you answer was encrypted; this answer would not be.',
    'El mensaje al que responde estaba cifrado; esta respuesta no lo estar\u00eda.',
  ],
  'phi-protected': [
    'Holds patient information; every copy is encrypted.',
    'Contiene informaci\u00f3n de pacientes; todas las copias van cifradas.',
  ],
  'key-changed': [
    'The encryption key of a recipient has changed; it is not used until you have checked it.',
    'La clave de cifrado de un destinatario ha cambiado; no se usa hasta que la compruebe.',
  ],
  'override-not-permitted': [
    'Your role may not send this without protection. Ask your privacy officer.',
    'Su funci\u00f3n no permite enviar esto sin protecci\u00f3n. Consulte a la persona responsable de privacidad.',
  ],
} as const;

/** Codes that a decision may carry. Stable: audited, printed, translated. */
export type PolicyReason = keyof typeof table;

/** Words for every policy reason, in English and Spanish. */
export const policyReasons: Readonly<Record<PolicyReason, ReasonWords>> = Object.fromEntries(
  Object.entries(table).map(([code, [en, es]]) => [code, { en, es }]),
) as Record<PolicyReason, ReasonWords>;

/** Words for any reason code of a decision or finding; `undefined` when it is unknown here. */
export function wordsFor(code: string): ReasonWords | undefined {
  return Object.hasOwn(policyReasons, code) ? policyReasons[code as PolicyReason] : reasonWords(code);
}
