import { useCallback, useRef, useState } from 'react';
import type { DraftAttachment } from '../../shared/model/draft.ts';
import { ask, problemOf } from '../bridge/client.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { maxAttachmentBytes, maxAttachments } from './limits.ts';

/** A file on its way into the draft. */
export interface Coming {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** 0 to 100 while it is read; `null` while it is encrypted and stored. */
  readonly percent: number | null;
}

/** Reads a file as base64, telling how far it is. Fails for folders and for files that went away. */
function readBase64(file: File, onPercent: (percent: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onprogress = ({ loaded, total }) => onPercent(total > 0 ? Math.floor((loaded / total) * 100) : 0);
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.readAsDataURL(file);
  });
}

/** The files of a draft: the window reads them, so that no name passes through main. */
export function useFiles(draftId: string, first: readonly DraftAttachment[]) {
  const text = useText();
  const format = useFormat();
  const announce = useAnnounce();
  const t = text.compose.files;
  const [files, setFiles] = useState(first);
  const [coming, setComing] = useState<readonly Coming[]>([]);
  const [trouble, setTrouble] = useState<readonly string[]>([]);
  const held = useRef({ files, bytes: 0, next: 1 });
  held.current.files = files;

  const complain = useCallback((words: string) => setTrouble((before) => [...before.slice(-4), words]), []);

  const attach = useCallback(
    async (chosen: readonly File[]) => {
      for (const file of chosen) {
        const used = held.current.files.reduce((sum, { size }) => sum + size, held.current.bytes);
        const name = file.name.slice(0, 255) || 'file';
        if (file.size === 0) complain(t.empty(name));
        else if (used + file.size > maxAttachmentBytes) {
          complain(t.tooLarge(name, format.size(maxAttachmentBytes)));
        } else if (held.current.files.length >= maxAttachments) complain(t.tooMany(maxAttachments));
        else {
          const id = held.current.next++;
          held.current.bytes += file.size;
          const tell = (percent: number | null) =>
            setComing((before) => [...before.filter((one) => one.id !== id), { id, name, size: file.size, percent }]);
          try {
            tell(0);
            const base64 = await readBase64(file, tell);
            tell(null);
            const { attachment } = await ask('draft.attach', { draftId, name, type: file.type.slice(0, 255), base64 });
            held.current.files = [...held.current.files, attachment];
            setFiles(held.current.files);
            announce(t.attached(name));
          } catch (error) {
            const problem = problemOf(error);
            complain(
              problem.code === 'internal' ? t.failed(name) : `${t.failed(name)} ${problemWords(text, problem).hint}`,
            );
          } finally {
            held.current.bytes -= file.size;
            setComing((before) => before.filter((one) => one.id !== id));
          }
        }
      }
    },
    [draftId, t, text, format, announce, complain],
  );

  const detach = useCallback(
    async (file: DraftAttachment) => {
      try {
        await ask('draft.detach', { draftId, attachmentId: file.id });
        held.current.files = held.current.files.filter(({ id }) => id !== file.id);
        setFiles(held.current.files);
        announce(t.detached(file.name));
      } catch (error) {
        complain(problemWords(text, problemOf(error)).message);
      }
    },
    [draftId, t, text, announce, complain],
  );

  return { files, coming, trouble, attach, detach, clearTrouble: () => setTrouble([]) };
}
