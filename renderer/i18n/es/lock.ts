import type { lock as english } from '../en/lock.ts';
import type { Words } from '../words.ts';

export const lock: Words<typeof english> = {
  fallbackClinic: 'Careseal',
  profiles: 'Perfiles del personal',
  passphraseOf: (name) => `Frase de contraseña de ${name}`,
  unlock: 'Desbloquear',
  unlocking: 'Desbloqueando',
  wait: (clock) => `Demasiados intentos fallidos. Inténtelo de nuevo en ${clock}.`,
  capsLock: 'Bloq Mayús está activado.',
  useRecovery: 'Usar la clave de recuperación',
  addProfile: 'Añadir un perfil',
  engineGone: 'La parte de Careseal que guarda el correo se detuvo sola. Los borradores están guardados.',
  recoverTitle: 'Usar la clave de recuperación',
  recoverHint: (name) =>
    `Está en la hoja impresa de ${name}. Establece una frase nueva; el correo de este equipo se conserva.`,
  recoveryKey: 'Clave de recuperación',
  recoveryKeyHint: 'Da igual escribir mayúsculas, minúsculas o guiones.',
  newPassphrase: 'Frase de contraseña nueva',
  repeat: 'Frase de contraseña nueva otra vez',
  keychain: {
    absent: 'El llavero de este equipo no tiene ninguna entrada para este perfil.',
    locked: 'El llavero de este equipo está bloqueado.',
    changed: 'El llavero de este equipo contiene otra entrada, distinta de la de este perfil.',
    damaged: 'El llavero de este equipo da una respuesta que no se puede leer.',
  },
  keychainHint: {
    absent:
      'Inicie sesión en el equipo con el usuario que creó el perfil, o use la clave de recuperación. No se ha perdido nada.',
    locked: 'Desbloquee el llavero y vuelva aquí. No se ha perdido nada.',
    changed: 'Use la clave de recuperación de la hoja impresa. No se ha perdido nada.',
    damaged: 'Reinicie el equipo. Si no ayuda, use la clave de recuperación. No se sobrescribió nada.',
  },
  keychainAgain: 'Preguntar de nuevo al llavero',
};
