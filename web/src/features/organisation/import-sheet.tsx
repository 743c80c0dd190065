import { Alert, Button, Checkbox, FileInput } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, answer, type Schemas } from '../../api/client.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Refused } from '../../ui/refused.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { sayDone } from '../../ui/toast.tsx';
import styles from './organisation-page.module.css';
import { SheetForm } from './sheet-form.tsx';
import { useSaving } from './use-saving.ts';

/** Units and people from an Excel file: first what it would change and what is wrong with it, then the change. */
export function ImportSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('organisation');
  const [file, setFile] = useState<File | null>(null);
  const [invite, setInvite] = useState(false);
  const look = useMutation({
    mutationFn: (chosen: File) => answer(api.POST('/api/organisation/import/preview', bodyOf(chosen))),
  });
  const { saving, failure } = useSaving(
    (chosen: File) =>
      answer(api.POST('/api/organisation/import', { params: { query: { invite } }, ...bodyOf(chosen) })),
    () => {
      sayDone({ text: t('import.done') });
      onClose();
    },
  );
  const report = file === null ? undefined : look.data;
  const ready = report?.problems.length === 0;
  return (
    <Sheet title={t('import.title')} onClose={onClose}>
      <SheetForm
        failure={failure}
        busy={saving.isPending}
        label={t('import.go')}
        disabled={!ready}
        onSubmit={() => file && saving.mutate(file)}
        onClose={onClose}
      >
        <p className={styles.about}>{t('import.text')}</p>
        <Button
          component="a"
          href="/api/organisation/import/template"
          download
          variant="default"
          className={styles.template}
          leftSection={<IconDownload size={16} stroke={1.6} />}
        >
          {t('import.template')}
        </Button>
        <FileInput
          data-autofocus
          label={t('import.file')}
          placeholder={t('import.choose')}
          accept=".xlsx"
          clearable
          clearButtonProps={{ 'aria-label': t('import.clear') }}
          leftSection={<IconFileSpreadsheet size={16} stroke={1.6} />}
          value={file}
          onChange={(chosen) => {
            setFile(chosen);
            if (chosen) look.mutate(chosen);
          }}
        />
        {look.isPending && <SkeletonRows rows={4} height={36} />}
        {file && <Refused error={look.error} />}
        {report && <Report report={report} />}
        <Checkbox
          label={t('import.invite')}
          checked={invite}
          onChange={(event) => setInvite(event.currentTarget.checked)}
        />
      </SheetForm>
    </Sheet>
  );
}

function bodyOf(file: File) {
  const body = new FormData();
  body.append('file', file);
  return { body: body as never, bodySerializer: () => body };
}

function Report({ report }: { readonly report: Schemas['ImportReport'] }) {
  const { t } = useTranslation('organisation');
  const kinds = ['units', 'posts', 'people'] as const;
  const { problems, rows } = report;
  return (
    <section aria-label={t('import.report')} className={styles.report}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('import.kind')}</th>
            <th>{t('import.add')}</th>
            <th>{t('import.change')}</th>
            <th>{t('import.same')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`import.kinds.${kind}`)}</th>
              <td>{report[kind].add}</td>
              <td>{report[kind].change}</td>
              <td>{report[kind].same}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problems.length > 0 && (
        <Alert color="red" role="alert" title={t('import.problems', { count: problems.length })}>
          <ul className={styles.faults}>
            {problems.map((problem) => (
              <li key={`${problem.sheet} ${problem.row} ${problem.column} ${problem.code}`}>
                <strong>{t('import.cell', { sheet: t(`import.kinds.${problem.sheet}`), row: problem.row })}</strong>{' '}
                {problem.message}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {problems.length === 0 && (
        <details>
          <summary>{t('import.rows')}</summary>
          <ul className={styles.faults}>
            {rows
              .filter(({ action }) => action !== 'same')
              .map(({ sheet, row, key, action }) => (
                <li key={`${sheet} ${row}`}>
                  <strong>{key}</strong> {t(`import.${action}`)}
                </li>
              ))}
          </ul>
        </details>
      )}
    </section>
  );
}
