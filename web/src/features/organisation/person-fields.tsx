import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { isLanguage, languages, type Language } from '../../../../src/platform/languages.ts';
import { postsQuery, rolesQuery } from './organisation.ts';

/** What is filled in of a person. */
export interface PersonValues {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly language: Language;
  readonly roles: string[];
  readonly posts: string[];
}

interface Props {
  readonly values: PersonValues;
  readonly onChange: (values: PersonValues) => void;
  readonly errorOf: (field: string) => string | undefined;
}

const languageNames = { en: 'English', ru: 'Русский', pl: 'Polski', lt: 'Lietuvių' } as const;

/** Name, addresses, language, posts and roles. */
export function PersonFields({ values, onChange, errorOf }: Props) {
  const { t } = useTranslation('organisation');
  const roles = useQuery(rolesQuery);
  const posts = useQuery(postsQuery);
  const texts = ['name', 'email', 'phone'] as const;
  return (
    <>
      {texts.map((field) => (
        <TextInput
          key={field}
          label={t(`fields.${field}`)}
          required={field === 'name'}
          type={field === 'email' ? 'email' : 'text'}
          autoComplete="off"
          value={values[field]}
          onChange={(event) => onChange({ ...values, [field]: event.currentTarget.value })}
          error={errorOf(field)}
        />
      ))}
      <Select
        label={t('fields.language')}
        allowDeselect={false}
        value={values.language}
        onChange={(language) => isLanguage(language) && onChange({ ...values, language })}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
      <MultiSelect
        label={t('fields.posts')}
        description={t('fields.postsText')}
        searchable
        value={values.posts}
        onChange={(chosen) => onChange({ ...values, posts: chosen })}
        data={(posts.data?.items ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        error={errorOf('posts')}
      />
      <MultiSelect
        label={t('fields.roles')}
        description={t('fields.rolesText')}
        searchable
        value={values.roles}
        onChange={(chosen) => onChange({ ...values, roles: chosen })}
        data={(roles.data?.items ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        error={errorOf('roles')}
      />
    </>
  );
}
