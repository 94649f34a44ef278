import type { problem as english } from '../en/problem.ts';
import type { Words } from '../words.ts';

export const problem: Words<typeof english> = {
  waitUnknown: 'unos',
  words: {
    'bad-input': {
      message: 'Careseal no pudo usar lo que se escribió. No se cambió nada.',
      hint: 'Revise los campos e inténtelo de nuevo.',
    },
    'bad-output': {
      message: 'Careseal se dio una respuesta que no acepta. No se cambió nada.',
      hint: 'Inténtelo de nuevo. Si vuelve a ocurrir, copie los detalles para soporte.',
    },
    'unknown-row': {
      message: 'Esta parte de Careseal no está disponible aquí.',
      hint: 'Reinicie Careseal. Si vuelve a ocurrir, copie los detalles para soporte.',
    },
    'wrong-sender': {
      message: 'Careseal rechazó una petición que no venía de su propia ventana.',
      hint: 'Bloquee Careseal y desbloquéelo de nuevo.',
    },
    locked: { message: 'Careseal está bloqueado.', hint: 'Desbloquee su perfil e inténtelo de nuevo.' },
    'not-permitted': {
      message: 'Su función no permite esto. No se cambió nada.',
      hint: 'Consulte a administración o a la persona responsable de privacidad.',
    },
    'engine-gone': {
      message: 'La parte de Careseal que guarda el correo se ha detenido. Los borradores están guardados.',
      hint: 'Desbloquee de nuevo.',
    },
    internal: {
      message: 'Algo falló dentro de Careseal. Sus mensajes y borradores están a salvo.',
      hint: 'Inténtelo de nuevo. Si vuelve a ocurrir, copie los detalles para soporte.',
    },
    'passphrase-wrong': {
      message: 'Esa no es la frase de contraseña de este perfil.',
      hint: 'Compruebe Bloq Mayús y el idioma del teclado, y escríbala de nuevo.',
    },
    'passphrase-weak': {
      message: 'Esta frase de contraseña es demasiado fácil de adivinar.',
      hint: 'Use al menos cuatro palabras sin relación entre sí, o alárguela.',
    },
    'recovery-key-wrong': {
      message: 'Esta clave de recuperación no es de este perfil o tiene un error al escribirla.',
      hint: 'Compárela grupo a grupo con la hoja impresa.',
    },
    'unlock-delayed': {
      message: 'Tras varios intentos fallidos hay una pausa.',
      hint: 'Inténtelo de nuevo dentro de {seconds} segundos.',
    },
    'keychain-absent': {
      message: 'El llavero de este equipo no tiene ninguna entrada para este perfil. El correo sigue aquí, cifrado.',
      hint: 'Inicie sesión en el equipo con el usuario que creó el perfil, o use la clave de recuperación.',
    },
    'keychain-locked': {
      message: 'El llavero de este equipo está bloqueado. No se ha perdido nada.',
      hint: 'Desbloquee el llavero y después desbloquee aquí de nuevo.',
    },
    'keychain-changed': {
      message: 'El llavero de este equipo contiene otra entrada, distinta de la que se creó con este perfil.',
      hint: 'Use la clave de recuperación de la hoja impresa.',
    },
    'keychain-damaged': {
      message: 'El llavero de este equipo da una respuesta que Careseal no puede leer. No se sobrescribió nada.',
      hint: 'Reinicie el equipo. Si no ayuda, use la clave de recuperación.',
    },
    'vault-damaged': {
      message: 'El archivo de claves de este perfil está dañado. No se sobrescribió nada.',
      hint: 'Restáurelo desde una copia de seguridad o consulte a administración. No cree el perfil otra vez.',
    },
    'profile-unknown': { message: 'Este perfil ya no está en este equipo.', hint: 'Elija otro perfil.' },
    'profile-exists': { message: 'Ya existe un perfil con este nombre.', hint: 'Elija otro nombre.' },
    'store-newer': {
      message: 'El correo de este equipo se guardó con una versión más nueva de Careseal. No se cambió nada.',
      hint: 'Instale la versión más nueva.',
    },
    'store-damaged': {
      message: 'Una parte de lo guardado en este equipo está dañada. No se eliminó nada.',
      hint: 'Copie los detalles para soporte antes de hacer cualquier otra cosa.',
    },
    'disk-full': {
      message: 'El disco de este equipo está lleno. Lo guardado hasta ahora está a salvo.',
      hint: 'Libere espacio e inténtelo de nuevo.',
    },
    'not-found': { message: 'Esto ya no está aquí.', hint: 'Puede que se moviera o eliminara en otro lugar.' },
    'work-pending': {
      message: 'Hay borradores o mensajes sin enviar de esta cuenta, y no están en ningún otro sitio.',
      hint: 'Envíelos o descártelos y vuelva a intentarlo.',
    },
    conflict: { message: 'Esto se cambió en otro lugar mientras tanto.', hint: 'Revíselo otra vez y repita.' },
    offline: {
      message: 'Careseal no tiene conexión. Lo guardado en este equipo se puede leer.',
      hint: 'Compruebe la red. Careseal se reconecta solo.',
    },
    'tls-refused': {
      message: 'El servidor de correo no ofrece una conexión protegida, así que Careseal no se conectó.',
      hint: 'Revise el nombre y el puerto del servidor, o consulte a su proveedor de correo.',
    },
    'certificate-refused': {
      message: 'El servidor de correo no pudo demostrar que es el correcto, así que no se envió la contraseña.',
      hint: 'Revise el nombre del servidor. Si es correcto, avise a administración antes de intentarlo otra vez.',
    },
    'login-refused': {
      message: 'El servidor de correo no aceptó el usuario o la contraseña.',
      hint: 'Escriba la contraseña de nuevo. Algunos proveedores piden una contraseña de aplicación.',
    },
    'server-refused': {
      message: 'El servidor de correo rechazó la petición.',
      hint: 'Inténtelo más tarde o consulte a su proveedor de correo.',
    },
    'server-unreachable': {
      message: 'El servidor de correo no responde.',
      hint: 'Compruebe la red, el nombre del servidor y el puerto.',
    },
    'mailbox-missing': { message: 'Esta carpeta ya no está en el servidor.', hint: 'Elija otra carpeta.' },
    timeout: { message: 'El servidor de correo tardó demasiado en responder.', hint: 'Inténtelo de nuevo.' },
    'too-large': { message: 'Esto es demasiado grande.', hint: 'Use un archivo más pequeño o envíelo en partes.' },
    unreadable: {
      message: 'Careseal no pudo leer esto. No ha cambiado.',
      hint: 'Pida a quien lo envió que lo envíe de otra forma.',
    },
    'no-recipient': { message: 'Todavía no hay destinatarios.', hint: 'Añada al menos una dirección.' },
    'address-invalid': { message: 'Una dirección está incompleta.', hint: 'Revise la dirección y corríjala.' },
    'key-unreadable': {
      message: 'Aquí no se encontró ninguna clave.',
      hint: 'Pida a su dueño que la exporte de nuevo.',
    },
    'key-passphrase-wrong': {
      message: 'La frase de contraseña no abre esta clave.',
      hint: 'Escriba la frase con la que se exportó la clave.',
    },
    'key-missing': {
      message: 'La clave para esto no está aquí.',
      hint: 'Importe o cree la clave en Configuración, Claves.',
    },
    'protection-dropped': {
      message: 'Un destinatario que aparecía como cifrado ya no puede recibir esto cifrado, así que no se envió.',
      hint: 'Mire de nuevo los destinatarios y decida si lo envía.',
    },
    'seal-failed': {
      message: 'El mensaje no se pudo cifrar, así que no se envió. Está guardado como borrador.',
      hint: 'Revise las claves de los destinatarios y envíe de nuevo.',
    },
    'needs-justification': {
      message: 'Esto necesita un motivo antes de salir sin protección.',
      hint: 'Elija un motivo o proteja el mensaje.',
    },
    'blocked-by-policy': {
      message: 'La política de la clínica no permite que este mensaje salga.',
      hint: 'Quite lo que la política señala o consulte a la persona responsable de privacidad.',
    },
    'already-sent': {
      message: 'Esto ya se entregó al servidor de correo.',
      hint: 'Búsquelo en la carpeta Enviados.',
    },
    cancelled: { message: 'Cancelado. No se cambió nada.', hint: 'Empiece de nuevo cuando quiera.' },
  },
};
