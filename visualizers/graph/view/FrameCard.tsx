import { memo } from 'react';
import { classNames } from '../../ui/classNames.ts';
import styles from './GraphView.module.css';
import { describedNode, placedNode, stateClasses, type NodeCardProps } from './NodeCard.tsx';
import { Body, FoldButton, Marks, Ports } from './nodeParts.tsx';
import { StatusRow } from './StatusRow.tsx';

/** A node around what it holds: beneath its content, with everything that it says in its title. */
export const FrameCard = memo(function FrameCard(props: NodeCardProps) {
  const { node, body } = props;
  return (
    <div
      {...describedNode(props)}
      className={classNames(styles.node, styles.frame, ...stateClasses(props))}
      style={placedNode(props, props.height)}
    >
      <div className={styles.face}>
        <div className={styles.title}>
          <div className={styles.titleLine}>
            <FoldButton node={node} open onFold={props.onFold} />
            <span className={styles.ellipsis}>{node.label}</span>
            {node.subtitle !== undefined && <span className={styles.titleText}>{node.subtitle}</span>}
            {node.status && <StatusRow status={node.status} />}
            <Marks node={node} />
          </div>
          {body !== undefined && (
            <Body node={node} within={styles.title} onMeasure={props.onMeasure}>
              {body}
            </Body>
          )}
        </div>
      </div>
      <Ports {...props} />
    </div>
  );
});
