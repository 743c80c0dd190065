import styles from './comments.module.css';
import { commentPieces } from './mention-text.ts';

interface Props {
  readonly text: string;
  readonly mentions: Parameters<typeof commentPieces>[1];
}

/** What somebody said, with the people named in it by their names. */
export function CommentText({ text, mentions }: Props) {
  return (
    <div className={styles.text}>
      {commentPieces(text, mentions).map((piece, index) =>
        piece.person ? (
          <strong key={index} className={styles.named} title={piece.text}>
            @{piece.person.name}
          </strong>
        ) : (
          piece.text
        ),
      )}
    </div>
  );
}
