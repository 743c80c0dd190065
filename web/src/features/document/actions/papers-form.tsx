import { Button, NativeSelect } from '@mantine/core';
import { IconDownload, IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer, once, type Schemas } from '../../../api/client.ts';
import { contentOf } from '../../../files/files.ts';
import { useOpenFile } from '../../../files/use-open-file.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { Refused } from '../../../ui/refused.tsx';
import { SkeletonRows } from '../../../ui/states.tsx';
import styles from './actions.module.css';
import type { FormProps } from './form-props.ts';
import { useDeed } from './use-deed.ts';

type Paper = Schemas['PaperChoice'];

/** The papers that templates make of the document; what was made lies among its files. */
export function PapersForm({ document: { id }, onClose }: FormProps) {
  const { t } = useTranslation('document');
  const { data, error } = useQuery({
    queryKey: ['documents', id, 'papers'],
    queryFn: ({ signal }) => answer(api.GET('/api/documents/{id}/papers', { params: { path: { id } }, signal })),
  });
  if (error) return <Refused error={error} />;
  if (!data) return <SkeletonRows rows={3} height={56} />;
  if (data.items.length === 0) return <p className={styles.hint}>{t('papers.none')}</p>;
  return (
    <div>
      <p className={styles.hint}>{t('papers.text')}</p>
      <ul className={styles.list}>
        {data.items.map((paper) => (
          <PaperRow key={paper.template} document={id} paper={paper} onClose={onClose} />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  readonly document: string;
  readonly paper: Paper;
  readonly onClose: () => void;
}

function PaperRow({ document, paper, onClose }: RowProps) {
  const { t } = useTranslation('document');
  const { open } = useOpenFile();
  const { language: mine, size } = useFormat();
  const { template, title, languages, language: usual, problem } = paper;
  const [language, setLanguage] = useState<string>(usual ?? languages[0] ?? 'en');
  const make = useDeed(
    document,
    (wanted: string, key) =>
      answer(
        api.POST('/api/documents/{id}/generate', {
          params: { path: { id: document }, header: once(key) },
          body: { template, ...(wanted !== usual && { language: wanted }) },
        }),
      ),
    () => undefined,
  );
  const file = make.data;
  const names = new Intl.DisplayNames([mine], { type: 'language' });
  return (
    <li className={styles.paper} aria-busy={make.isPending || undefined}>
      <div>
        <strong>{file?.name ?? title}</strong>
        {problem !== null && <small>{problem}</small>}
        <small role="status">
          {make.isPending
            ? t('papers.making')
            : file && t('papers.made', { version: file.version, size: size(file.size) })}
        </small>
      </div>
      {file ? (
        <>
          <Button
            variant="default"
            leftSection={<IconEye size={16} stroke={1.6} />}
            onClick={() => {
              open(file.id);
              onClose();
            }}
          >
            {t('papers.open')}
          </Button>
          <Button
            component="a"
            variant="subtle"
            href={contentOf(file)}
            download={file.name}
            leftSection={<IconDownload size={16} stroke={1.6} />}
          >
            {t('papers.download')}
          </Button>
        </>
      ) : (
        <>
          {languages.length > 1 && (
            <NativeSelect
              aria-label={t('papers.language', { title })}
              value={language}
              onChange={(event) => setLanguage(event.currentTarget.value)}
              data={languages.map((code) => ({ value: code, label: names.of(code) ?? code }))}
            />
          )}
          <Button
            disabled={problem !== null}
            loading={make.isPending}
            aria-label={t('papers.goFor', { title })}
            onClick={() => make.mutate(language)}
          >
            {t('papers.go')}
          </Button>
        </>
      )}
      <Refused error={make.error} />
    </li>
  );
}
